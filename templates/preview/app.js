// The page of `paperboy preview`. Mails are shown in a sandboxed frame; all other text is set as text.
const byId = (id) => document.getElementById(id);
const form = byId('view');
let shown = { limit: 0, mails: [], diagnostics: [] };
let current = decodeURIComponent(location.hash.slice(1));

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const setting = (name) => new FormData(form).get(name);

/** "12 in full, 5 shortened": the size planner's decision. */
function planOf({ full, short, brief, title, omitted }) {
  const said = [
    [full, 'with their gist in full'],
    [short, 'shortened'],
    [brief, 'in brief'],
    [title, 'by title only'],
    [omitted, 'in the text part only'],
  ].flatMap(([n, how]) => (n > 0 ? [`${n} ${how}`] : []));
  return said.length === 0 ? 'No papers.' : `${said.join(', ')}.`;
}

function drawList() {
  byId('subscriptions').replaceChildren(
    ...shown.mails.map((mail) => {
      const button = document.createElement('button');
      const about = document.createElement('small');
      about.textContent = mail.quiet ? 'nothing due' : mail.papers === 1 ? '1 paper' : `${mail.papers} papers`;
      button.append(mail.name ?? mail.subscription, about);
      button.setAttribute('aria-current', String(mail.subscription === current));
      button.addEventListener('click', () => {
        current = mail.subscription;
        location.hash = encodeURIComponent(current);
        draw();
      });
      const item = document.createElement('li');
      item.append(button);
      return item;
    }),
  );
}

async function drawPart(mail) {
  const [part, scheme] = [setting('part'), setting('scheme')];
  const path = `/mails/${encodeURIComponent(mail.subscription)}.${part}`;
  if (part === 'html') {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', '');
    frame.title = `The mail for ${mail.name ?? mail.subscription}`;
    frame.className = scheme;
    frame.width = setting('width');
    frame.src = `${path}?scheme=${scheme === 'dark' ? 'dark' : 'light'}`;
    byId('stage').replaceChildren(frame);
    return;
  }
  const text = document.createElement('pre');
  text.tabIndex = 0;
  text.textContent = await (await fetch(path)).text();
  byId('stage').replaceChildren(text);
}

function draw() {
  const mail = shown.mails.find(({ subscription }) => subscription === current) ?? shown.mails[0];
  current = mail?.subscription ?? '';
  drawList();
  byId('problems').replaceChildren(
    ...shown.diagnostics.map(({ severity, code, message, file }) => {
      const item = document.createElement('li');
      item.textContent = `${file === null ? '' : `${file}: `}${severity} ${message} [${code}]`;
      return item;
    }),
  );
  byId('subject').textContent = mail?.subject ?? 'Nothing to show';
  byId('facts').textContent = mail
    ? `HTML ${kilobytes(mail.layout.bytes)} of ${kilobytes(shown.limit)}, text ${kilobytes(mail.textBytes)}, message ${kilobytes(mail.emlBytes)}`
    : 'There are no subscriptions with papers.';
  byId('plan').textContent = mail ? planOf(mail.layout) : '';
  if (mail) drawPart(mail);
  else byId('stage').replaceChildren();
}

async function load() {
  shown = await (await fetch('/mails.json')).json();
  draw();
}

form.addEventListener('change', draw);
new EventSource('/events').addEventListener('reload', load);
load();
