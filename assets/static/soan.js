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

// go marks a line (from 1) and brings it into sight. How far down it is, a copy that ends before it tells: lines wrap.
function go(line) {
  const lines = text.value.split('\n')
  if (line < 1 || line > lines.length) return
  const from = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0)
  const copy = text.cloneNode()
  copy.removeAttribute('id')
  copy.removeAttribute('name')
  copy.style.blockSize = copy.style.minBlockSize = '0'
  copy.value = text.value.slice(0, from)
  text.after(copy)
  const down = copy.scrollHeight
  copy.remove()
  text.focus()
  text.setSelectionRange(from, from + lines[line - 1].length)
  text.scrollTop = Math.max(0, down - text.clientHeight / 2)
}

// A finding of this file leads to its line without leaving what is typed.
shown.addEventListener('click', (event) => {
  const link = event.target.closest('.loi a')
  if (!link) return
  const to = new URL(link.href).searchParams
  if (to.get('ten') !== form.elements.ten.value || !to.has('dong')) return
  event.preventDefault()
  go(Number(to.get('dong')))
})
const led = document.getElementById('dong')
if (led) addEventListener('load', () => go(Number(led.dataset.dong))) // before, the address's anchor takes the focus away again

// Leaving with words that are not stored asks first.
let stored = text.value
form.addEventListener('submit', () => (stored = text.value))
addEventListener('beforeunload', (event) => {
  if (text.value !== stored && !text.readOnly) event.preventDefault()
})
