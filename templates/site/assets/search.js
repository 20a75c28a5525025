// The search: the only script of the site. Each month of papers is a small script of its own that calls paperboySearch with its
// rows; the newest months are loaded at once, older ones when they are asked for or when nothing was found.
//
// A plain look through the rows, and no library: rows arrive month by month, so that an index would be built anew on each visit, which
// takes longer than looking through some ten thousand rows once. Nothing here writes HTML: texts stay texts.
(() => {
  const FIRST = 3;
  const NEXT = 12;
  const MOST_SHOWN = 100;
  /** What a word counts where it is found: title, people, gist, topics. */
  const WEIGHTS = [8, 4, 1, 3];
  /** Letters that do not come apart into a letter and an accent. */
  const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' };
  /** Scripts that are written without spaces: there a word may begin anywhere. */
  const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

  const form = document.getElementById('search');
  const input = document.getElementById('words');
  const status = document.getElementById('status');
  const found = document.getElementById('found');
  const older = document.getElementById('older');
  const { months, names, locale, loading, none, one, many, searched, failed } = form.dataset;
  const allMonths = months === '' ? [] : months.split(' ');
  const nameOf = new Map(names.split('|').map((name, i) => [allMonths[i], name]));
  const number = new Intl.NumberFormat(locale);

  /** By month: its rows with their texts folded. */
  const shards = new Map();
  let asked = 0;
  let waiting = 0;
  let faulty = false;

  const fold = (text) =>
    ` ${text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[ßæœøđðłþı]/g, (letter) => LETTERS[letter])
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;

  window.paperboySearch = (month, rows) => {
    shards.set(
      month,
      rows.map((row) => ({ row, texts: row.slice(1, 5).map(fold) })),
    );
  };

  function load(count) {
    for (const month of allMonths.slice(asked, asked + count)) {
      const script = document.createElement('script');
      script.src = `${month}.js`;
      waiting++;
      const done = (bad) => () => {
        faulty ||= bad;
        waiting--;
        if (waiting === 0) search();
      };
      script.onload = done(false);
      script.onerror = done(true);
      document.head.append(script);
    }
    asked = Math.min(allMonths.length, asked + count);
  }

  /** 0: not all of the words are there. A whole word counts more than a beginning. */
  function score(texts, words) {
    let sum = 0;
    for (const word of words) {
      let best = 0;
      texts.forEach((text, i) => {
        const begun = UNSPACED.test(word) ? text.includes(word) : text.includes(` ${word}`);
        if (begun) best = Math.max(best, WEIGHTS[i] * (text.includes(` ${word} `) ? 2 : 1));
      });
      if (best === 0) return 0;
      sum += best;
    }
    return sum;
  }

  function search() {
    const words = fold(input.value).split(' ').filter(Boolean);
    remember(input.value.trim());
    found.replaceChildren();
    older.hidden = true;
    if (words.length === 0) {
      status.textContent = '';
      return;
    }
    const hits = [];
    for (const month of allMonths) {
      for (const { row, texts } of shards.get(month) ?? []) {
        const points = score(texts, words);
        if (points > 0) hits.push({ row, points });
      }
    }
    // Months and rows are newest first, and the order of equals stays.
    hits.sort((a, b) => b.points - a.points);
    if (hits.length === 0 && asked < allMonths.length) {
      if (waiting === 0) load(NEXT);
      status.textContent = loading;
      return;
    }
    found.append(...hits.slice(0, MOST_SHOWN).map(({ row }) => item(row)));
    older.hidden = asked >= allMonths.length;
    status.textContent = waiting > 0 ? loading : said(hits.length);
  }

  function said(count) {
    const result = count === 0 ? none : count === 1 ? one : many.replace('{n}', number.format(count));
    const [newest, oldest] = [nameOf.get(allMonths[0]), nameOf.get(allMonths[asked - 1])];
    const span = newest === oldest ? newest : `${oldest} – ${newest}`;
    const parts = [result, ...(newest ? [searched.replace('{months}', span)] : []), ...(faulty ? [failed] : [])];
    return parts.join(' ');
  }

  function item([href, title, people, gist, topics, date]) {
    const place = document.createElement('li');
    const link = document.createElement('a');
    link.className = 'title';
    link.dir = 'auto';
    link.href = href;
    link.lang = 'en';
    link.textContent = title;
    place.append(link);
    for (const [name, text] of [
      ['meta', [people.length > 120 ? `${people.slice(0, 120)}…` : people, date].filter(Boolean).join(' · ')],
      ['gist', gist],
      ['why', topics],
    ]) {
      if (text === '') continue;
      const line = document.createElement('p');
      line.className = name;
      line.dir = 'auto';
      line.textContent = text;
      place.append(line);
    }
    return place;
  }

  /** So that a search can be kept and shared, and is there again on the way back. */
  function remember(text) {
    try {
      history.replaceState(null, '', text === '' ? '#' : `#q=${encodeURIComponent(text)}`);
    } catch {
      // Some browsers do not allow it in a page opened from disk: the search works without.
    }
  }

  const recalled = () => {
    const text = /^#q=(.*)$/.exec(location.hash)?.[1] ?? '';
    try {
      return decodeURIComponent(text);
    } catch {
      return '';
    }
  };

  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', search);
  older.addEventListener('click', () => {
    load(NEXT);
    search();
    input.focus();
  });
  // Arrows go through the results, a slash comes back to the words.
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...found.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (step === undefined || links.length === 0 || (at === -1 && document.activeElement !== input)) return;
    if (at === -1 && step === -1) return;
    event.preventDefault();
    (links[at + step] ?? (at + step < 0 ? input : links[at])).focus();
  });
  input.value = recalled();
  if (allMonths.length > 0) load(FIRST);
  else search();
  input.focus();
})();
