(() => {
  'use strict';
  const table = document.querySelector('#list table'), body = table.tBodies[0];
  const rows = [...body.rows], cards = [...document.querySelectorAll('#datasets article')];
  // Read when the first word is searched for: of thousands it takes a while.
  let texts;
  const textOf = i => {
    texts ??= rows.map((row, k) => (row.textContent + ' ' + cards[k].textContent).toLowerCase());
    return texts[i];
  };
  const form = document.querySelector('form.filters'), count = document.querySelector('#count');
  const fields = form.elements;

  const fits = (row, i) =>
    (!fields.verdict.value || row.dataset.verdict === fields.verdict.value) &&
    (!fields.facility.value || row.dataset.facility === fields.facility.value) &&
    (!fields.rule.value || row.dataset.rules.split(' ').includes(fields.rule.value)) &&
    fields.text.value.toLowerCase().split(/\s+/).every(word => word === '' || textOf(i).includes(word));

  const filter = () => {
    let shown = 0;
    rows.forEach((row, i) => {
      const isShown = fits(row, i);
      row.hidden = cards[i].hidden = !isShown;
      if (isShown) shown++;
    });
    count.textContent = shown === rows.length ? `${rows.length} datasets` : `${shown} of ${rows.length} datasets`;
  };

  const keyOf = (row, column) => {
    const text = row.cells[column].dataset.key ?? row.cells[column].textContent;
    return text !== '' && !isNaN(text) ? Number(text) : text.toLowerCase();
  };
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isUp = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
      const keys = new Map(rows.map(row => [row, keyOf(row, column)]));
      const sorted = [...rows].sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        const order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === 'number' ? -1 : 1;
        return isUp ? order : -order;
      });
      body.append(...sorted);
    });
  });

  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', event => event.preventDefault());
  filter();
})();
