// The sign-up page works without this. With it the preview follows what is typed, and the time zone is that of this browser.
const form = document.querySelector('form[data-live]');
const topics = document.getElementById('topics');
const preview = document.getElementById('preview');
const told = document.getElementById('told');

const zone = document.querySelector('select[data-guess]');
if (zone !== null) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some(({ value }) => value === own)) zone.value = own;
}

let timer;
let asked = 0;

/** Asks for the page with a preview, as the button does, and takes the preview out of it. */
async function look() {
  const turn = ++asked;
  const data = new URLSearchParams(new FormData(form));
  data.set('do', 'preview');
  // Not needed for a preview, so it stays here.
  data.delete('address');
  const response = await fetch(form.action, { method: 'POST', body: data }).catch(() => null);
  if (turn !== asked || response === null || (!response.ok && response.status !== 422)) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.getElementById('preview');
  if (turn !== asked || fresh === null) return;
  preview.replaceChildren(...fresh.childNodes);
  told.textContent = preview.querySelector('h2')?.textContent ?? '';
}

if (form !== null && topics !== null) {
  topics.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 600);
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'preview') return;
    event.preventDefault();
    clearTimeout(timer);
    look().then(() => preview.focus());
  });
}
