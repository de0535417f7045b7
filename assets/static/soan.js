// Shows what is typed as it is typed, and puts marks around words. Without this file the buttons below the text do it.
const form = document.getElementById('soan')
const text = form.elements.text
const shown = document.getElementById('xem')
const told = document.getElementById('xem-bao')
const wait = 600 // ms without a key before the server is asked
let timer = 0
let asked = null

// look asks for the preview of what is typed now; an answer to what was typed before is not waited for.
async function look() {
  if (asked) asked.abort()
  asked = new AbortController()
  try {
    const body = new URLSearchParams(new FormData(form))
    const answer = await fetch(form.dataset.xem, { method: 'POST', body, signal: asked.signal })
    if (!answer.ok) throw new Error(String(answer.status))
    const top = shown.querySelector('.pv').scrollTop
    shown.innerHTML = await answer.text()
    shown.querySelector('.pv').scrollTop = top
    told.textContent = ''
  } catch (error) {
    if (error.name !== 'AbortError') told.textContent = form.dataset.cho
  }
}

text.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(look, wait)
})

// What each button puts before and behind the words that are marked, or before their lines.
const around = { dam: ['**', '**'], nghieng: ['*', '*'], 'lien-ket': ['[', '](https://)'], hinh: ['![', '](hinh.svg)'] }
const before = { 'tieu-de': '## ', gach: '- ', so: '1. ', 'luu-y': '> [!NOTE]\n> ' }

function mark(what) {
  const { selectionStart: from, selectionEnd: to, value } = text
  const words = value.slice(from, to)
  if (around[what]) return put(from, to, around[what][0] + words + around[what][1])
  const line = value.lastIndexOf('\n', from - 1) + 1
  const lines = value.slice(line, to)
  put(line, to, before[what] + lines.replace(/\n/g, '\n' + before[what].split('\n').pop()))
}

// put goes through the browser's own undo where it can.
function put(from, to, words) {
  text.focus()
  text.setSelectionRange(from, to)
  if (!document.execCommand('insertText', false, words)) {
    text.setRangeText(words, from, to, 'end')
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

const tools = document.getElementById('cong-cu')
if (!text.readOnly) tools.hidden = false
tools.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (button) mark(button.dataset.md)
})

// Leaving with words that are not stored asks first.
let stored = text.value
form.addEventListener('submit', () => (stored = text.value))
addEventListener('beforeunload', (event) => {
  if (text.value !== stored && !text.readOnly) event.preventDefault()
})
