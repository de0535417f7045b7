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
