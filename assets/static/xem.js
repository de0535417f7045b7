// Shows a saved file at once: what the new page has takes the place of what was there, so nothing scrolls.
// Without this file the preview is reloaded by hand.
const parts = ['xem-bao', 'xem-cay', 'noi-dung']

// refresh puts the parts of a fresh answer into a document; a page that holds frames keeps them.
async function refresh(page, address) {
  const answer = await fetch(address, { cache: 'no-store' })
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  page.title = fresh.title
  for (const id of parts) {
    const old = page.getElementById(id)
    const now = fresh.getElementById(id)
    if (!old || !now || (old.querySelector('iframe') && now.querySelector('iframe'))) continue
    old.replaceWith(page.adoptNode(now))
  }
}

const source = new EventSource('/su-kien?ban=' + document.getElementById('xem-bao').dataset.ban)
source.onmessage = async () => {
  await refresh(document, location.href)
  for (const frame of document.querySelectorAll('iframe')) {
    await refresh(frame.contentDocument, frame.contentWindow.location.href)
  }
}
