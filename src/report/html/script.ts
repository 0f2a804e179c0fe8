// The page's script: filters rows and opens what a link leads to. Without it everything is there to read.

/** Runs in the browser; its digest stands in the page's Content-Security-Policy. */
export const pageScript = `'use strict';
for (const form of document.querySelectorAll('form.filter')) {
  const section = form.parentElement;
  const rows = [...section.querySelectorAll('table.attacks > tbody > tr')];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const output = form.querySelector('output');
  const filter = () => {
    const words = form.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const isShown =
        words.every((word) => texts[index].includes(word)) &&
        (form.severity.value === '' || row.dataset.severity === form.severity.value) &&
        (form.verdict.value === '' || row.dataset.verdict === form.verdict.value);
      row.hidden = !isShown;
      if (isShown) shown += 1;
    });
    for (const group of section.querySelectorAll('details.aim')) {
      group.hidden = !group.querySelector('tbody > tr:not([hidden])');
    }
    output.textContent = shown === rows.length ? rows.length + ' attacks' : shown + ' of ' + rows.length + ' attacks';
  };
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.reveal = () => {
    form.reset();
    filter();
  };
  form.hidden = false;
  filter();
}
const revealTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) {
    if (node.localName === 'details') node.open = true;
    if (node.hidden) node.closest('section').querySelector('form.filter').reveal();
  }
  target.scrollIntoView();
};
window.addEventListener('hashchange', revealTarget);
if (location.hash) revealTarget();
let closed = [];
window.addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open]):not(.more)')];
  for (const details of closed) details.open = true;
});
window.addEventListener('afterprint', () => {
  for (const details of closed) details.open = false;
});
`;
