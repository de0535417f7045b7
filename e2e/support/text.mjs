// Texts compared by what a reader sees of them: letters and digits, whatever the marks of Markdown or HTML between.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text) {
  return text
    .replace(/&#x([0-9a-f]+);/giu, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&#(\d+);/gu, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/gu, (_, name) => entities[name])
    .replace(/\\u([0-9a-f]{4})/giu, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** Letters and digits, in lower case and one form. Vietnamese marks stay: they tell words apart. */
export function letters(text) {
  return text.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** What Markdown on one or more lines says, without links' targets, pictures and marks. */
export function plain(markdown) {
  return markdown
    .replace(/!\[[^\]]*\]\([^)]*\)/gu, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/[`*]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * Everything that a payload says, twice: with its tags, so that attributes and scripts are seen, and without, so that
 * a sentence with bold words in it is found whole.
 */
export function said(payload) {
  const text = decode(payload);
  return `${letters(text)} ${letters(text.replace(/<[^>]*>/gu, ''))}`;
}
