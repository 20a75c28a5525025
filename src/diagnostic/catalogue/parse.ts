import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `parse`. */
export const parse = {
  'unknown-format': {
    severity: 'error',
    title: 'The file is in no format that Paperboy reads.',
    explanation: 'No known format recognised the beginning of the file. Nothing of it was taken in.',
    remedy: 'Save the Daily Papers page as text, or the answer of its API as JSON, and try again.',
    example: 'dumps/notes.pdf error not a dump in a known format',
  },
  'file-unreadable': {
    severity: 'error',
    title: 'A dump cannot be read from disk.',
    explanation: 'It does not exist, is a folder or may not be read. The other dumps were processed.',
    remedy: 'Check the path and its permissions.',
    example: 'dumps/oct-31.txt error cannot read the file: no such file',
  },
  'no-papers': {
    severity: 'warning',
    title: 'A dump holds no paper.',
    explanation: 'The format was recognised, but there is nothing in it besides the head and foot of the page.',
    remedy: 'If the page had papers, save it again when it has loaded completely.',
    example: 'dumps/sunday.txt warning no paper was found in this dump',
  },
  'orphan-lines': {
    severity: 'warning',
    title: 'Lines that belong to no paper.',
    explanation: 'A line with authors and date has no title and abstract before it, perhaps because the file was cut.',
    remedy: 'Compare with the page. The other papers of the file are not affected.',
    example: 'dumps/oct-31.txt:12:1 warning authors and date without a paper before them',
  },
  'several-dumps': {
    severity: 'warning',
    title: 'A file holds several pages.',
    explanation:
      'Their heads stand in the middle of the file. The papers of all were taken, under the date of the last page.',
    remedy: 'Save each page in a file of its own, so that each keeps its date.',
    example:
      'dumps/week.txt:412 warning the file holds 2 pages; their papers are taken together, under the date of the last',
  },
  'title-missing': {
    severity: 'error',
    title: 'A paper without a title.',
    explanation: 'A paper cannot be recognised again without a title, so it was left out. The others were taken in.',
    remedy: 'Compare with the page and save it again.',
    example: 'dumps/oct-31.txt:12:1 error an abstract without a title before it; the paper was left out',
  },
  'abstract-missing': {
    severity: 'info',
    title: 'A paper without an abstract.',
    explanation: 'The title is followed directly by the next paper. It is matched by its title alone.',
    remedy: 'Nothing, if the page shows none either.',
    example: 'dumps/oct-31.txt:40:1 info this title has no abstract',
  },
  'date-invalid': {
    severity: 'warning',
    title: 'A date that does not exist.',
    explanation: 'There is no such day in the calendar. The date was dropped, the paper kept.',
    remedy: 'Compare with the page.',
    example: 'dumps/oct-31.txt:19:1 warning there is no day "Feb 31"; the paper is kept without a date',
  },
  'text-cut': {
    severity: 'warning',
    title: 'A text was longer than Paperboy keeps.',
    explanation:
      'Titles, abstracts and names have a maximum length, so that one entry cannot fill a mail or the memory.',
    remedy: 'Nothing, unless two papers ran together in the file.',
    example: 'dumps/big.txt:15:1 warning the abstract has 81200 characters; 50000 were kept',
  },
  'json-invalid': {
    severity: 'error',
    title: 'A JSON dump cannot be parsed.',
    explanation: 'The file is cut or was edited. Nothing of it was taken in.',
    remedy: 'Save the answer of the API again.',
    example: 'dumps/2026-02-04.json:1:52 error the file is not valid JSON; nothing of it was taken in',
  },
  'api-error': {
    severity: 'error',
    title: 'The file is an error message of the API.',
    explanation: 'The server answered with an error, for instance for a date in the future or too many requests.',
    remedy: 'Ask the API again later, or for another date.',
    example: 'dumps/2026-02-30.json error the file is an error message of the API, not a list',
  },
  'row-invalid': {
    severity: 'error',
    title: 'An element of a JSON list is not a paper.',
    explanation: 'The element was left out; the others were taken in.',
    remedy: 'Look at the element named by its number.',
    example: 'dumps/2026-02-04.json:7 error element 7 is not a paper',
  },
  'id-invalid': {
    severity: 'warning',
    title: 'An id that is not of the form of an arXiv id.',
    explanation: 'The paper is kept without an id and recognised by its title.',
    remedy: 'Nothing, unless the dump was edited by hand.',
    example: "dumps/2026-02-04.json:3 warning element 3 has an id that is not of arXiv's form",
  },
  'date-assumed': {
    severity: 'info',
    title: "The year of a dump's date is an assumption.",
    explanation:
      'The page prints its date without a year. The earliest year consistent with the dates of its papers was taken, or, without any such evidence, the nearest past date.',
    remedy: 'If it is wrong, give the date with `--date`, or put it into the name of the file (`2025-10-31.txt`).',
    example: 'dumps/oct-31.txt info "Oct 31" is taken to be 2025-10-31: papers of 2024 are printed with their year',
  },
  'date-conflict': {
    severity: 'warning',
    title: 'Two statements about the date of a dump contradict each other.',
    explanation: 'The stronger one was taken: `--date`, then the file name, then the content.',
    remedy: 'Correct the file name, or give the date with `--date`.',
    example: 'dumps/2025-11-02.txt warning the page says "Oct 31", the file name 2025-11-02; 2025-11-02 was taken',
  },
} satisfies Record<string, CatalogueEntry>;
