// Exams: saves an answer as it is chosen and counts the time down. Without this file the pages do the same by forms.
// "Sent" is said only when the server has answered. The clock is the server's: it comes with the page and with each save.

const $ = (s, root = document) => root.querySelector(s);
const fill = (text, n) => text.replace('{n}', n);

function clock(el) {
  const box = $('span', el), shown = $('b', el), d = el.dataset, said = 'hocso-clock-' + d.end;
  const [nav] = performance.getEntriesByType('navigation');
  let end = +d.end, now = +d.now, mark = nav ? nav.responseStart : performance.now();
  let wall = Date.now() - (performance.now() - mark), over = false;

  const note = document.createElement('p');
  note.className = 'save warn';
  note.setAttribute('role', 'status');
  el.parentNode.append(note);

  const hide = document.createElement('button');
  hide.type = 'button';
  hide.className = 'btn quiet';
  const toggle = (off) => {
    box.hidden = off;
    hide.textContent = off ? d.show : d.hide;
    sessionStorage.setItem('hocso-clock', off ? 'off' : '');
  };
  hide.onclick = () => toggle(!box.hidden);
  toggle(sessionStorage.getItem('hocso-clock') === 'off');
  ($('main aside') || el.parentNode).append(hide);

  // A sleeping phone may stop one of the two clocks: the one that went further is right.
  const left = () => end - now - Math.max(performance.now() - mark, Date.now() - wall);
  const words = (m) => (m < 1 ? d.s : m < 60 ? fill(d.m, m) : fill(d.h, Math.floor(m / 60)) + (m % 60 ? ' ' + fill(d.m, m % 60) : ''));

  function tick() {
    const ms = left(), m = ms < 60000 ? 0 : Math.ceil(ms / 60000);
    if (ms <= 0) {
      if (!over) {
        over = true;
        note.textContent = d.over;
        setTimeout(() => location.reload(), 7000); // the server submits first and then shows the receipt
      }
      return;
    }
    shown.textContent = words(m);
    const step = [1, 5, 10].find((t) => ms <= t * 60000);
    if (step && !(+sessionStorage.getItem(said) <= step && sessionStorage.getItem(said))) {
      sessionStorage.setItem(said, step);
      note.textContent = fill(d.warn, Math.max(1, m));
    }
  }
  setInterval(tick, 1000);
  tick();
  return {
    left,
    sync(to) {
      end = to.end; now = to.now; mark = performance.now(); wall = Date.now();
    },
  };
}

function saving(form, time) {
  const line = $('#luu'), text = $('span', line), sequence = form.elements.sequence, d = form.dataset;
  let busy = false, again = false, failing = false, leaving = false, typing = 0;

  const say = (words, kind) => {
    text.textContent = words;
    line.className = 'save ' + kind;
    sign($('use', line), kind === 'ok' ? 0 : 2);
  };
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

  function save() {
    clearTimeout(typing);
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    const body = new URLSearchParams(new FormData(form));
    body.set('khoa', key()); // one key for all tries of this body
    sequence.value = +sequence.value + 1;
    send(body, 1);
  }

  async function send(body, tries) {
    if (tries === 1) say(d.sending, '');
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 10000);
    let reply = null;
    try {
      reply = await fetch(form.action, { method: 'POST', body, headers: { 'X-Partial': '1' }, keepalive: true, signal: stop.signal });
      if (reply.ok) {
        done(await reply.json());
        return;
      }
    } catch {
      reply = null; // no answer: nobody knows whether it arrived, so it is sent again under the same key
    } finally {
      clearTimeout(timer);
    }
    if (leaving) return;
    if (reply && reply.status < 500 && reply.status !== 429) {
      leaving = true;
      sequence.value = body.get('sequence'); // it is this answer that was refused
      form.submit(); // signed out, too late, refused: the page of the server says it and keeps the answer
      return;
    }
    failing = true;
    say(d.offline, 'warn');
    setTimeout(() => {
      if (!again) return send(body, tries + 1);
      busy = false;
      save();
    }, Math.min(30, 2 ** tries) * 1000);
  }

  function done(saved) {
    busy = failing = false;
    sequence.value = Math.max(+sequence.value, saved.sequence + 1);
    time.sync(saved);
    if ($('#hieu')) $('#hieu').textContent = saved.understood || '';
    $('#dem').textContent = saved.counts;
    mark(saved);
    if (again) save();
    else say(saved.text, 'ok');
  }

  // Signs and words come from the legend below the list: 0 answered, 1 flagged, 2 blank, 3 in part.
  const sample = (i) => document.querySelectorAll('.key li')[i];
  const sign = (use, i) => use.setAttribute('href', $('use', sample(i)).getAttribute('href'));

  function mark({ blank, partly }) {
    const cell = $('.cells [aria-current]'), flagged = form.elements['danh-dau'].checked;
    const i = flagged ? 1 : blank ? 2 : partly ? 3 : 0;
    cell.className = ['done', 'flag', 'todo', 'some'][i];
    sign($('use', cell), i);
    cell.lastElementChild.textContent = sample(i).textContent + (partly ? ': ' + partly : '');
  }

  form.addEventListener('change', save);
  form.addEventListener('input', (e) => {
    if (e.target.type !== 'text') return;
    say(d.unsent, 'warn');
    clearTimeout(typing);
    typing = setTimeout(save, Math.max(0, Math.min(3000, time.left() - 1500)));
  });
  form.addEventListener('submit', () => { leaving = true; });
  addEventListener('beforeunload', (e) => {
    if (failing && !leaving) e.preventDefault();
  });
}

const el = $('.clock'), form = $('#bai');
if (el) {
  const time = clock(el);
  if (form) saving(form, time);
}
