// Searches the index that search_index.py writes: which files there are and what is in them is said there.
"use strict";

(() => {
  const SHOWN = 20;
  const WORST = 0.4; // of the best result's score; what has less is not shown
  const GRADES = [1, 1.3, 1.8]; // what a word counts in the answer, in what leads to it, and in the title
  const LONGEST_WORD = 40;
  const MOST_WORDS = 12;
  const UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff";
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const WORD = /[\p{L}\p{N}]+/gu;
  const RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

  const area = document.getElementById("search");
  const query = document.getElementById("query");
  const status = document.getElementById("status");
  const list = document.getElementById("results");
  const more = document.getElementById("more");

  const loading = new Map(); // file -> promise
  const postings = new Map(); // word -> numbers of facts times four, and its grade there
  const files = []; // number of a words file -> its words
  const shown = new Map(); // number of a facts file -> its rows
  let index = null;
  let turn = 0;
  let ranking = [];
  let asked = [];

  // the files call these
  window.factbot = {
    index(count, size, starts) {
      index = { count, size, starts: Object.entries(starts) };
    },
    words(number, lines) {
      files[number] = lines.map((line) => {
        const [word, ...distances] = line.split(" ");
        let at = 0;
        postings.set(word, distances.map((distance) => (at += parseInt(distance, 36))));
        return word;
      });
    },
    facts(number, rows) {
      shown.set(number, rows);
    },
  };

  function load(name) {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onload = resolve;
        script.onerror = () => {
          loading.delete(name);
          reject(new Error(name));
        };
        document.head.append(script);
      }));
    }
    return loading.get(name);
  }

  function words(text) {
    const plain = text.normalize("NFKD").replace(MARKS, "").normalize("NFC").toLowerCase().replaceAll("ß", "ss");
    return (plain.match(WORD) || []).flatMap((word) => word.match(RUN).flatMap((run) => {
      const letters = [...run];
      if (!IS_UNSPACED.test(run) || letters.length <= 2) return [letters.slice(0, LONGEST_WORD).join("")];
      return letters.slice(1).map((letter, i) => letters[i] + letter);
    }));
  }

  // What the words of the index that begin as one that is asked add to a fact's score: the rarer, the more.
  function weigh(word, scores) {
    const best = new Map();
    const mayBegin = word.length > 1 || IS_UNSPACED.test(word);
    for (const number of filesOf(word)) {
      for (const known of files[number]) {
        if (known !== word && !(mayBegin && known.startsWith(word))) continue;
        const numbers = postings.get(known);
        const worth = Math.log(1 + index.count / numbers.length) * (known === word ? 1 : 0.5 + 0.4 * (word.length / known.length));
        for (const packed of numbers) {
          const fact = Math.floor(packed / 4);
          const weight = worth * GRADES[packed % 4];
          if (weight > (best.get(fact) || 0)) best.set(fact, weight);
        }
      }
    }
    for (const [fact, weight] of best) scores.set(fact, (scores.get(fact) || 0) + weight);
  }

  function filesOf(word) {
    return index.starts
      .filter(([start]) => word.startsWith(start) || start.replace("$", "").startsWith(word))
      .map(([, number]) => number);
  }

  async function rank(wanted) {
    await load("index");
    await Promise.all(wanted.flatMap(filesOf).map((number) => load(`words-${number}`)));
    const scores = new Map();
    for (const word of wanted) weigh(word, scores);
    const best = Math.max(0, ...scores.values());
    return [...scores].filter(([, score]) => score >= WORST * best).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  async function rowsOf(numbers) {
    const needed = [...new Set(numbers.map((number) => Math.floor(number / index.size)))];
    await Promise.all(needed.map((file) => load(`facts-${file}`)));
    return numbers.map((number) => shown.get(Math.floor(number / index.size))[number % index.size]);
  }

  // Text of a document, which decides by its letters which way it runs.
  function plain(tag, text) {
    const element = document.createElement(tag);
    element.dir = "auto";
    element.lang = "";
    element.append(text);
    return element;
  }

  // Text in which the words that were asked for are marked.
  function marked(tag, text) {
    const element = plain(tag, "");
    let end = 0;
    for (const found of text.matchAll(WORD)) {
      if (!words(found[0]).some((word) => asked.some((one) => word === one || (one.length > 1 && word.startsWith(one))))) continue;
      const mark = document.createElement("mark");
      mark.textContent = found[0];
      element.append(text.slice(end, found.index), mark);
      end = found.index + found[0].length;
    }
    element.append(text.slice(end));
    return element;
  }

  function item([address, title, text, topic, source]) {
    const link = marked("a", title);
    link.className = "title";
    link.href = address;
    const line = document.createElement("li");
    line.append(link);
    if (text !== title) line.append(marked("p", text));
    const about = document.createElement("p");
    about.className = "soft";
    for (const name of [source, topic].filter(Boolean)) about.append(about.hasChildNodes() ? " · " : "", plain("span", name));
    line.append(about);
    return line;
  }

  async function show(from, mine) {
    const rows = await rowsOf(ranking.slice(from, from + SHOWN).map(([number]) => number));
    if (mine !== turn) return;
    const items = rows.map(item);
    if (from) list.append(...items);
    else list.replaceChildren(...items);
    more.hidden = ranking.length <= from + SHOWN;
    if (from) items[0].querySelector("a").focus();
  }

  async function search() {
    const mine = ++turn;
    const wanted = [...new Set(words(query.value))].slice(0, MOST_WORDS);
    // only what is behind the # may change in the address of a file on a disk
    history.replaceState(null, "", location.href.split("#")[0] + (query.value ? `#q=${encodeURIComponent(query.value)}` : ""));
    try {
      const found = wanted.length ? await rank(wanted) : [];
      if (mine !== turn) return;
      ranking = found;
      asked = wanted;
      await show(0, mine);
      if (mine !== turn) return;
      status.textContent = wanted.length ? say(found.length) : "";
    } catch {
      if (mine === turn) status.textContent = "The search index could not be loaded.";
    }
  }

  function say(count) {
    // a single letter is hardly what somebody looks for: more will follow
    if (!count) return asked.every((word) => word.length === 1) ? "" : "No fact has these words.";
    return count === 1 ? "1 fact" : `${count.toLocaleString("en")} facts`;
  }

  area.hidden = false;
  if (location.hash.startsWith("#q=")) {
    try {
      query.value = decodeURIComponent(location.hash.slice(3));
      search();
    } catch {
      // an address that somebody cut short: nothing is searched
    }
  } else if (location.hash === "#search") {
    query.focus();
  }
  addEventListener("hashchange", () => location.hash === "#search" && query.focus());
  query.addEventListener("input", search);
  query.addEventListener("focus", () => load("index").catch(() => {}), { once: true });
  query.form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => show(list.children.length, turn));
})();
