// Makes some questions easier to answer. Without this file their forms do the same.

// Items that are put in order: two never keep one place, the other one takes the place that became free.
document.addEventListener('change', (event) => {
  const one = event.target
  if (!one.matches('select[data-rank]')) return
  const all = [...one.form.querySelectorAll('select[data-rank]')]
  const other = all.find((s) => s !== one && s.value && s.value === one.value)
  if (!other) return
  const free = [...other.options].map((o) => o.value).filter((v) => v && !all.some((s) => s !== other && s.value === v))
  other.value = free.length === 1 ? free[0] : ''
}, true) // before anything is sent

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
