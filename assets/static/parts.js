// Items that are put in order: two never keep one place, the other one takes the place that became free. Without this
// file the server says so.
document.addEventListener('change', (event) => {
  const one = event.target
  if (!one.matches('select[data-rank]')) return
  const all = [...one.form.querySelectorAll('select[data-rank]')]
  const other = all.find((s) => s !== one && s.value && s.value === one.value)
  if (!other) return
  const free = [...other.options].map((o) => o.value).filter((v) => v && !all.some((s) => s !== other && s.value === v))
  other.value = free.length === 1 ? free[0] : ''
}, true) // before anything is sent
