// Makes a chosen picture smaller before it travels. Without this it goes as it is.
const input = document.getElementById('picture')
const say = document.getElementById('picture-co')
let work

input.addEventListener('change', () => {
  say.textContent = ''
  const mine = work = shrink(input.files[0]).catch(() => {}).then(() => { if (work === mine) work = null })
})

// Whoever is quicker than the phone waits for it.
input.form.addEventListener('submit', (event) => {
  if (!work) return
  event.preventDefault()
  work.then(() => input.form.submit())
})

async function shrink(file) {
  const image = await createImageBitmap(file)
  const scale = Math.min(1, 1600 / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  const [w, h] = [image.width * scale, image.height * scale].map(Math.round)
  canvas.width = w
  canvas.height = h
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, w, h)
  pen.drawImage(image, 0, 0, w, h)
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8))
  if (input.files[0] !== file || blob.size >= file.size) return
  const box = new DataTransfer()
  box.items.add(new File([blob], 'anh.jpg'))
  input.files = box.files
  say.textContent = say.dataset.said.replace('[1]', size(file.size)).replace('[2]', size(blob.size))
}

function size(n) {
  if (n < 2 ** 20) return Math.ceil(n / 1024) + ' KB'
  return (n / 2 ** 20).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) + ' MB'
}
