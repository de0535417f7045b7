// Questions as their authors wrote them, so that a journey can answer right or wrong on purpose. This reader knows as
// much of the format as the shipped courses use; `hocso check` is what decides whether a file is right.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { letters, plain } from './text.mjs';

const courses = fileURLToPath(new URL('../../courses', import.meta.url));

const heading = /^(#{1,4})\s+(.*?)(?:\s*\{([^}]*)\})?\s*$/u;
const box = /^- \[([ x])\]\s+(.*)$/u;
const inner = /^ {3,4}- \[([ x])\]\s+(.*)$/u;
const numbered = /^\d+\.\s+(.*)$/u;
const cells = (line) => line.replace(/^\||\|\s*$/gu, '').split('|').map((cell) => plain(cell.trim()));

/**
 * The questions of a Markdown file: { id, title, type, stem, choices: [{ text, right, feedback }], explanation }, with
 * rows: [{ left, right }] of matching, items of ordering, gaps: [{ choices }] of cloze. Texts are plain, in the order written.
 */
export function questions(markdown) {
  const found = [];
  let question = null;
  let depth = 0;
  let into = null; // adds a line to the part that it continues
  for (const line of markdown.split('\n')) {
    const head = heading.exec(line);
    if (head) {
      const [, marks, title, braces = ''] = head;
      const asks = /(?:^|\s)(?:type|competence|level|points)=/u.test(braces);
      if (question && marks.length > depth && !asks) throw new Error(`a heading inside the question ${question.id}: ${line}`);
      question = null;
      // A scenario's parts are the questions; a practical task is judged by the learner and counts as none.
      if (!asks || /type=(?:practical|scenario)/u.test(braces)) continue;
      depth = marks.length;
      question = {
        id: /#([\w-]+)/u.exec(braces)?.[1], title, type: /type=(\w+)/u.exec(braces)?.[1], stem: '', choices: [], rows: [], items: [], gaps: [], explanation: '',
      };
      found.push(question);
      into = (text) => (question.stem += `\n${text}`);
      continue;
    }
    if (!question) continue;
    if (part(question, line)) continue;
    const choice = box.exec(line);
    if (choice) {
      const made = { text: choice[2], right: choice[1] === 'x', feedback: '' };
      question.choices.push(made);
      into = (text) => {
        const said = /^\s+>\s?(.*)$/u.exec(text);
        if (said) made.feedback += ` ${said[1]}`;
        else made.text += ` ${text.trim()}`;
      };
    } else if (answered(question) && /^>/u.test(line)) {
      question.explanation += ` ${line.replace(/^>\s?/u, '')}`;
    } else {
      into(line);
    }
  }
  for (const one of found) finish(one);
  return found;
}

const answered = (question) => [question.choices, question.rows, question.items, question.gaps].some((list) => list.length > 0);

/** Takes a line that belongs to the rows, items or gaps of a question; says whether it did. */
function part(question, line) {
  if (question.type === 'matching' && line.startsWith('|')) {
    const [left, right] = cells(line);
    if (question.head && !/^-+$/u.test(right)) question.rows.push({ left, right });
    question.head = true;
    return true;
  }
  const item = numbered.exec(line);
  if (item && question.type === 'ordering') return question.items.push(plain(item[1]));
  if (item && question.type === 'cloze') return question.gaps.push({ choices: [] });
  const option = inner.exec(line);
  if (option && question.gaps.length > 0) {
    return question.gaps.at(-1).choices.push({ text: plain(option[2]), right: option[1] === 'x' });
  }
  return answered(question) && question.choices.length === 0 && /^\s+>/u.test(line);
}

function finish(question) {
  question.stem = plain(question.stem);
  question.explanation = plain(question.explanation);
  for (const choice of question.choices) {
    choice.text = plain(question.type === 'hotspot' ? choice.text.replace(/`[^`]*`\s*$/u, '') : choice.text);
    choice.feedback = plain(choice.feedback);
  }
  const right = question.choices.filter((choice) => choice.right).length || (question.choices.length === 0 && answered(question));
  question.type ??= right > 1 ? 'multiple' : 'single';
  if (!question.id || !question.stem || !right || !question.explanation) {
    throw new Error(`not read as a question: ${JSON.stringify(question)}`);
  }
}

async function markdownIn(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
}

/** What a course asks: its lessons in order, each with its questions, and the bank of its exam. */
export async function readCourse(folder) {
  const root = path.resolve(courses, folder);
  const lessons = [];
  for (const module of (await readdir(root)).filter((name) => /^\d\d-/u.test(name)).sort()) {
    for (const file of (await readdir(path.join(root, module))).filter((name) => /^\d\d-.*\.md$/u.test(name)).sort()) {
      const text = await readFile(path.join(root, module, file), 'utf8');
      lessons.push({
        path: `${module.slice(3)}/${file.slice(3, -3)}`,
        title: /^title:\s*"?(.*?)"?\s*$/mu.exec(text)[1],
        questions: questions(text),
      });
    }
  }
  const text = await readFile(path.join(root, 'course.md'), 'utf8');
  return {
    slug: path.basename(root),
    title: /^title:\s*"?(.*?)"?\s*$/mu.exec(text)[1],
    lessons,
    bank: new Bank((await markdownIn(path.join(root, 'bank'))).flatMap(questions)),
  };
}

/** The questions of an exam, found by what a page shows of them. */
export class Bank {
  constructor(all) {
    this.questions = all;
  }

  /** The one question that a page asks: its text is on the page, and so are exactly its choices. */
  find(shown, choices) {
    const page = letters(shown);
    const asked = choices.map(letters).sort().join(' ');
    const fits = this.questions.filter((question) => {
      const typed = question.type === 'numeric' || question.type === 'short';
      const own = typed ? '' : question.choices.map((choice) => letters(choice.text)).sort().join(' ');
      return own === asked && page.includes(letters(question.stem));
    });
    if (fits.length !== 1) throw new Error(`${fits.length} questions of the bank fit the page: ${shown}\n${choices.join('\n')}`);
    return fits[0];
  }
}

/** A number that a numeric key accepts, as a learner would type it. */
export function numberOf(key) {
  const range = /^(.*?)\.\.(.*)$/u.exec(key);
  if (range) return range[1].trim();
  return key.split('±')[0].trim();
}
