"""The community looks after its facts from chat: forms, review, questions without an answer, and who hears what."""
