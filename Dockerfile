# factbot in a container. Build and run it:
#
#     docker build -t factbot .
#     docker run -d --restart unless-stopped --env-file .env -v factbot:/data factbot
#
# .env holds DISCORD_TOKEN=...; the other settings are in README.md.

FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY .ci/constraints.txt .ci/constraints.txt
COPY pyproject.toml README.md LICENSE facts.db ./
COPY bot bot
# pip goes when it is done: sqlite-utils asks for it, for a command of its own that the bot does not use.
RUN python -m venv /opt/factbot && \
    /opt/factbot/bin/pip install --no-cache-dir --only-binary :all: -c .ci/constraints.txt ".[documents,site]" && \
    /opt/factbot/bin/pip uninstall --yes pip

FROM python:3.13-slim-bookworm
ENV PATH=/opt/factbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=build /opt/factbot /opt/factbot
RUN install -d -o 10001 -g 10001 /data

# The fact table that ships lies in /opt/factbot, for reading. /data is for one of your own: `factbot import` writes
# /data/facts.db, and once that file is there the bot answers from it. FACTBOT_DB names another file.
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]

# Whether the token is set and the fact table can be read; not whether Discord can be reached, which is retried for ever.
HEALTHCHECK --interval=5m --timeout=20s --start-period=10s CMD ["factbot", "doctor"]
ENTRYPOINT ["factbot"]
CMD ["run"]
