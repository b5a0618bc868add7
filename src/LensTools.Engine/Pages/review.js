(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { labels, groups, cards } = data;
  const $ = id => document.getElementById(id);
  const main = $('card'), reviewer = $('reviewer'), which = $('which'), verdict = $('verdict'), words = $('words');
  const texts = cards.map(card => JSON.stringify([card.path, card.entry, card.facts, card.findings, card.labels]).toLowerCase());
  const key = 'lens-review-' + data.page;

  // Answers by the number of the card, then by label; and what undoes them.
  let state = { reviewer: '', answers: {}, undo: [], at: 0 };
  let keeps = true, label = 0, isOther = false, unsaved = 0;
  try {
    state = { ...state, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    keeps = false;
  }
  reviewer.value = state.reviewer;

  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(state));
    } catch {
      keeps = false;
    }
  };

  const element = (name, text, properties = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [property, value] of Object.entries(properties))
      if (property in made) made[property] = value; else made.setAttribute(property, value);
    return made;
  };
  // Pictures are of the page itself, whose texts are escaped.
  const picture = svg => {
    const box = element('div', undefined, { className: 'plot' });
    box.innerHTML = svg;
    return box;
  };

  const answered = i => Object.values(state.answers[i] ?? {}).some(answer => answer !== null);
  const fits = i =>
    (!verdict.value || cards[i].verdict === verdict.value) &&
    (!which.value || (which.value === 'done') === answered(i)) &&
    words.value.toLowerCase().split(/\s+/).every(word => texts[i].includes(word));
  const move = step => {
    for (let i = state.at + step; i >= 0 && i < cards.length; i += step)
      if (fits(i)) {
        state.at = i;
        label = 0;
        keep();
        show();
        return;
      }
  };

  const valueOf = (i, name) => state.answers[i]?.[name]?.value ?? cards[i].labels[name] ?? '';
  const give = value => {
    const name = labels[label].name, before = state.answers[state.at]?.[name] ?? null;
    state.undo.push({ at: state.at, name, before });
    state.answers[state.at] = {
      ...state.answers[state.at],
      [name]: value === null ? null : { value, when: new Date().toISOString() },
    };
    unsaved++;
    keep();
    if (value !== null && label + 1 < labels.length) label++;
    else if (value !== null && $('on')?.checked) {
      const at = state.at;
      move(1);
      if (state.at !== at) return;
    }
    show();
  };
  const undo = () => {
    const last = state.undo.pop();
    if (!last) return;
    state.at = last.at;
    state.answers[last.at] = { ...state.answers[last.at], [last.name]: last.before };
    label = labels.findIndex(one => one.name === last.name);
    unsaved++;
    keep();
    show();
  };

  const controls = () => {
    const all = element('div');
    labels.forEach((one, number) => {
      const set = element('fieldset', undefined, { className: number === label ? 'now' : '' });
      set.append(element('legend', one.name), element('p', one.description ?? '', { className: 'soft' }));
      const current = valueOf(state.at, one.name);
      const choose = value => {
        label = number;
        give(value);
      };
      if (one.values.length > 0)
        one.values.forEach((value, i) => {
          const button = element('button', (i < 9 ? `${i + 1} ` : '') + value.name, {
            type: 'button', title: value.description ?? '', 'aria-pressed': String(value.name === current),
          });
          button.addEventListener('click', () => choose(value.name));
          set.append(button);
        });
      else {
        const input = element('input', undefined, { value: current, 'aria-label': one.name });
        input.addEventListener('change', () => choose(input.value || null));
        set.append(input, element('span', one.unit ? ' ' + one.unit : ''));
      }
      all.append(set);
    });
    const on = $('on');
    const next = element('label', ' go on after the last label', { className: 'check' });
    next.prepend(element('input', undefined, { type: 'checkbox', id: 'on', checked: on ? on.checked : true }));
    all.append(next);
    return all;
  };

  const show = () => {
    const card = cards[state.at], left = element('div'), right = element('div');
    const head = element('h2', card.entry ? `${card.path} # ${card.entry}` : card.path);
    head.append(' ', element('span', card.verdict, { className: 'v ' + card.verdict }));
    const [svg, remarks] = card.pictures[isOther ? 1 : 0] ?? [];
    left.append(svg ? picture(svg) : element('p', 'No picture: ' + card.without));
    if (remarks) left.append(element('p', remarks, { className: 'soft small' }));
    if (card.group !== undefined) right.append(element('h3', 'With the others of its sample'), picture(groups[card.group]));
    const findings = element('ul', undefined, { className: 'findings' });
    for (const [severity, rule, message] of card.findings) {
      const item = element('li');
      item.append(element('b', rule, { className: 's-' + severity }), ' ' + message);
      findings.append(item);
    }
    right.append(findings);
    const facts = element('dl');
    for (const [name, value] of card.facts) facts.append(element('dt', name), element('dd', value));
    right.append(facts);
    left.append(controls());
    const parts = element('div', undefined, { className: 'review' });
    parts.append(left, right);
    main.replaceChildren(head, parts);
    tell();
  };

  const tell = () => {
    const done = cards.filter((_, i) => answered(i)).length;
    const shown = cards.filter((_, i) => fits(i)).length;
    $('progress').value = done;
    const where = shown < cards.length ? `, ${shown} shown` : '';
    const kept = keeps ? '' : '. This browser keeps nothing: save before you close the page';
    $('state').textContent = `${state.at + 1} of ${cards.length}${where}; ${done} labelled, ${unsaved} answers since the last save${kept}.`;
  };

  // As Import-LensLabel reads it: a text that a spreadsheet takes for a formula has an apostrophe before it.
  const cell = text => {
    const isFormula = /^'*[=+\-@\t\r]/.test(text) && !/^[+-]?\d*[.,]?\d+([eE][+-]?\d+)?$/.test(text);
    const safe = isFormula ? "'" + text : text;
    return /[",\r\n]/.test(safe) || safe.trim() !== safe ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  const save = () => {
    if (!reviewer.value.trim()) {
      reviewer.focus();
      $('state').textContent = 'Give your name first: the answers are kept with it.';
      return;
    }
    const rows = [['Path', 'Entry', 'DatasetId', 'Name', 'Value', 'By', 'At']];
    for (const [i, answers] of Object.entries(state.answers))
      for (const [name, answer] of Object.entries(answers))
        if (answer) rows.push([cards[i].path, cards[i].entry, cards[i].id, name, answer.value, reviewer.value.trim(), answer.when]);
    const text = '\uFEFF' + rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';
    const link = element('a', undefined, {
      href: URL.createObjectURL(new Blob([text], { type: 'text/csv' })),
      download: `labels-${reviewer.value.trim().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.csv`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
    unsaved = 0;
    tell();
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    u: undo,
    n: () => {
      label = (label + 1) % labels.length;
      show();
    },
    l: () => {
      isOther = !isOther;
      show();
    },
    s: save,
    '/': () => words.focus(),
    0: () => give(null),
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') document.activeElement.blur();
    if (event.target.matches?.('input:not([type=checkbox]),select')) return;
    const value = /^[1-9]$/.test(event.key) ? labels[label].values[event.key - 1] : undefined;
    if (value) give(value.name);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  for (const filter of [which, verdict, words])
    filter.addEventListener('input', () => {
      if (!fits(state.at)) {
        const first = cards.findIndex((_, i) => fits(i));
        if (first >= 0) state.at = first;
      }
      show();
    });
  reviewer.addEventListener('input', () => {
    state.reviewer = reviewer.value;
    keep();
  });
  $('save').addEventListener('click', save);
  addEventListener('beforeunload', event => {
    if (!keeps && unsaved > 0) event.preventDefault();
  });
  if (cards.length > 0) show();
})();
