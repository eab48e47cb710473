"use strict";
/* The moving parts of a page: a slider picks one of the measured frames that the page carries, and what differs is swapped.
   Nothing is computed here and nothing is fetched; without this script the page shows the reader's own numbers. */
(() => {
  const PAUSE = 400; // milliseconds without a move before a screen reader is told, and the address changed
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const explorables = new Map();

  /* A reader's number: 1e-4, 0.0001, 10^-4, 1/1000, 5%, 1,000. Not a number: NaN. */
  function number(text) {
    const plain = text.trim().replace(/[−–]/g, "-").replace(/(\d),(?=\d{3}(\D|$))/g, "$1").replace(",", ".");
    const part = plain.match(/^(.+?)\s*(?:\/\s*(.+)|(%))$/);
    if (part) return number(part[1]) / (part[3] ? 100 : number(part[2]));
    const power = plain.match(/^10\s*\^\s*\(?(-?\d+)\)?$/);
    return power ? 10 ** Number(power[1]) : plain === "" ? NaN : Number(plain);
  }

  function nearest(values, wanted) {
    const logarithmic = values[0] > 0 && wanted > 0 && values[values.length - 1] / values[0] >= 100;
    const far = (value) => Math.abs(logarithmic ? Math.log(value / wanted) : value - wanted);
    return values.reduce((best, value, rank) => (far(value) < far(values[best]) ? rank : best), 0);
  }

  function explorable(root, data) {
    const slots = all("[data-slot]", root);
    const ranges = all("input[type=range]", root);
    const fields = all("input[type=text]", root);
    const notes = all(".measured", root);
    const status = root.querySelector("[role=status]");
    const values = data.values.map((list) => list.map(Number));
    const at = [...data.at];
    let shown = data.frames[frameOf(at)];
    let timer = 0;

    const text = (rank) => data.texts[rank].map((piece) => data.pieces[piece]).join("");

    function frameOf(place) {
      return place.reduce((frame, rank, slider) => frame * data.values[slider].length + rank, 0);
    }

    function show(asked) {
      const frame = data.frames[frameOf(at)];
      slots.forEach((slot, place) => {
        if (frame[place] !== shown[place]) slot.innerHTML = text(frame[place]);
      });
      shown = frame;
      at.forEach((rank, slider) => {
        const label = `${data.letters[slider]} = ${data.labels[slider][rank]}`;
        const snapped = asked && asked[slider] !== undefined && number(asked[slider]) !== values[slider][rank];
        ranges[slider].value = rank;
        ranges[slider].setAttribute("aria-valuetext", label);
        fields[slider].value = data.values[slider][rank];
        notes[slider].textContent = `measured at ${label}${snapped ? `, the nearest to ${asked[slider].trim()}` : ""}`;
      });
    }

    function settled() {
      status.textContent = `${notes.map((note) => note.textContent).join(", ")}: ${text(shown[slots.length])}`;
      const state = data.names.map((name, slider) => `${name}=${data.values[slider][at[slider]]}`).join("&");
      address((data.anchor ? `${data.anchor}&` : "") + state);
    }

    function moved(asked) {
      show(asked);
      clearTimeout(timer);
      timer = setTimeout(settled, PAUSE);
    }

    ranges.forEach((range, slider) =>
      range.addEventListener("input", () => {
        at[slider] = Number(range.value);
        moved();
      }),
    );
    fields.forEach((field, slider) =>
      field.addEventListener("change", () => {
        const wanted = number(field.value);
        const asked = [];
        asked[slider] = field.value;
        if (Number.isFinite(wanted)) at[slider] = nearest(values[slider], wanted);
        moved(Number.isFinite(wanted) ? asked : undefined);
      }),
    );
    root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    root.querySelector("form").hidden = false;
    show();

    /* Numbers by name, from an address. */
    return (given) => {
      const asked = [];
      data.names.forEach((name, slider) => {
        const wanted = given.has(name) ? number(given.get(name)) : NaN;
        if (!Number.isFinite(wanted)) return;
        at[slider] = nearest(values[slider], wanted);
        asked[slider] = given.get(name);
      });
      if (asked.length) show(asked);
    };
  }

  function address(state) {
    try {
      history.replaceState(null, "", `#${state}`);
    } catch {
      /* A page inside a notebook has no address of its own. */
    }
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function follow() {
    const parts = location.hash.slice(1).split("&").map(decoded);
    const given = new Map(parts.filter((part) => part.includes("=")).map((part) => part.split("=", 2)));
    const anchor = parts[0].includes("=") ? "" : parts[0];
    const apply = explorables.get(anchor);
    if (apply && given.size) apply(given);
    if (anchor && given.size) document.getElementById(anchor)?.scrollIntoView();
  }

  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copying is not allowed here"));
  }

  /* The picture by itself: its colours written out, on paper of its own. */
  function standalone(svg) {
    const style = getComputedStyle(document.documentElement);
    const [x, y, width, height] = svg.getAttribute("viewBox").split(" ");
    const paper = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="var(--chart-paper)"/>`;
    return new XMLSerializer()
      .serializeToString(svg)
      .replace(/^<svg[^>]*>/, (start) => `${start.slice(0, -1)} width="${2 * width}" height="${2 * height}">${paper}`)
      .replace(/var\((--chart-[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
  }

  function download(text, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function said(button, word) {
    const before = button.dataset.word ?? button.textContent;
    button.dataset.word = before;
    button.textContent = word;
    setTimeout(() => (button.textContent = before), 1500);
  }

  const TOOLS = {
    latex: (button) => copy(button.dataset.latex),
    program: (button) => copy(button.closest("figure").querySelector("code").textContent),
    picture: (button) => {
      const root = button.closest("[data-topic]");
      const pictures = all("figure.plot svg", root);
      const svg = button.closest("figure").querySelector("svg");
      download(standalone(svg), `${root.dataset.topic}-${pictures.indexOf(svg) + 1}.svg`);
      return Promise.resolve();
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-tool]");
    if (!button) return;
    const done = button.dataset.tool === "picture" ? "Saved" : "Copied";
    TOOLS[button.dataset.tool](button).then(
      () => said(button, done),
      () => said(button, "Not allowed here"),
    );
  });

  /* The handbook's search: lessons that hold every word stay in the contents. Their text is gathered at the first letter. */
  function searchable(field) {
    const status = document.querySelector("nav [role=status]");
    let entries;
    const gathered = () =>
      all("nav li").map((entry) => {
        const lesson = document.getElementById(entry.querySelector("a").hash.slice(1));
        const text = all("h2, h3, p, caption, td", lesson).map((part) => part.textContent).join(" ");
        return [entry, `${lesson.id} ${text}`.toLowerCase()];
      });
    field.closest("p").hidden = false;
    field.addEventListener("input", () => {
      entries ??= gathered();
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = entries.filter(([entry, text]) => !(entry.hidden = !words.every((word) => text.includes(word))));
      status.textContent = words.length ? `${found.length} of ${entries.length} lessons` : "";
    });
  }

  document.documentElement.classList.add("moving");
  all("[data-topic]").forEach((root) => {
    const element = root.querySelector("script[type='application/json']");
    if (!element) return;
    const data = JSON.parse(element.textContent);
    explorables.set(data.anchor, explorable(root, data));
  });
  all("nav input[type=search]").forEach(searchable);
  addEventListener("hashchange", follow);
  if (location.hash) follow();
})();
