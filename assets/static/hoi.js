// Checks an answer in place. Without this file the form does the same with a new page.
const say = document.getElementById('bao_')

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.matches('form.ask') || !window.fetch || !window.AbortController) return
  event.preventDefault()
  const button = form.querySelector('button')
  if (button.getAttribute('aria-busy')) return
  button.setAttribute('aria-busy', 'true')
  say.textContent = ''
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), 10000)
  try {
    const body = new URLSearchParams(new FormData(form))
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Partial': '1' }, signal: late.signal })
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status))
    show(form, await answer.text())
  } catch {
    fail(form, button)
  }
  clearTimeout(timer)
})

// show puts the answered question in the place of the old one and says the verdict to those who listen.
function show(form, html) {
  const box = document.createElement('template')
  box.innerHTML = html
  const fresh = box.content.querySelector('form.ask')
  const told = fresh.querySelector('[role=status]')
  if (told) told.removeAttribute('role') // said once, by the line that was there before
  form.replaceWith(fresh)
  const wrong = fresh.querySelector('[aria-invalid]') || fresh.querySelector('.err ~ * input')
  const focus = wrong || fresh.querySelector('button')
  focus.focus({ preventScroll: !wrong })
  say.textContent = (told || fresh.querySelector('.err')).textContent.trim()
}

// fail keeps what was chosen and says that nothing reached the server.
function fail(form, button) {
  button.removeAttribute('aria-busy')
  let line = form.querySelector('.save')
  if (!line) {
    line = document.createElement('span')
    button.after(line)
  }
  line.className = 'save warn'
  line.textContent = say.textContent = say.dataset.fail
}

// What follows makes some questions easier to answer, in exams too. Their forms do the same without it.

// Items that are put in order: two never keep one place, the other one takes the place that became free. Arrow keys
// pass through places that are not meant: what they chose counts when they rest or the field is left.
let keyed = false
let waiting
let rest
document.addEventListener('keydown', () => { keyed = true }, true)
document.addEventListener('pointerdown', () => { keyed = false }, true)
document.addEventListener('focusout', settle)

document.addEventListener('change', (event) => {
  const one = event.target
  if (!one.matches('select[data-rank]')) return
  if (event.isTrusted && keyed) {
    event.stopPropagation()
    waiting = one
    clearTimeout(rest)
    rest = setTimeout(settle, 2000)
    return
  }
  const all = [...one.form.querySelectorAll('select[data-rank]')]
  const other = all.find((s) => s !== one && s.value && s.value === one.value)
  if (!other) return
  const free = [...other.options].map((o) => o.value).filter((v) => v && !all.some((s) => s !== other && s.value === v))
  other.value = free.length === 1 ? free[0] : ''
}, true) // before anything is sent

function settle() {
  clearTimeout(rest)
  const one = waiting
  waiting = null
  if (one) one.dispatchEvent(new Event('change', { bubbles: true }))
}

// A picture: to tap an area is to choose it in the list.
document.addEventListener('click', (event) => {
  const svg = event.target.closest('.spot svg')
  const field = svg && document.getElementById(event.target.dataset.for || svg.dataset.for || '')
  if (field) field.click()
})

document.addEventListener('change', (event) => {
  const form = event.target.form
  if (!form) return
  for (const area of form.querySelectorAll('.spot svg > [data-for]')) {
    area.setAttribute('class', document.getElementById(area.dataset.for).checked ? 'on' : '')
  }
})
