import type { CatalogueEntry } from '../entry.ts';

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
  'structure-guessed': {
    severity: 'warning',
    title: 'A line could be read in two ways.',
    explanation:
      'An abstract of several paragraphs, a title of two lines or a missing title makes the structure uncertain. The more plausible reading was taken.',
    remedy: 'Compare with the page.',
    example: 'dumps/oct-31.txt:21:1 warning taken for a paragraph of an abstract; it may be a title',
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
    explanation:
      'The file was edited or damaged, or several files were joined. Elements that are whole were taken in, and then this is a warning; what is lost is reported element by element.',
    remedy: 'Save the answer of the API again.',
    example: 'dumps/2026-02-04.json:1:52 error the file is not valid JSON; nothing of it was taken in',
  },
  'file-cut': {
    severity: 'error',
    title: 'A file ends before its list does.',
    explanation:
      'It was not saved completely. The papers that are whole were taken in, and those that are missing are never taken for removed.',
    remedy: 'Save the page or the answer again, and completely.',
    example:
      'dumps/2026-02-04.json:1:90211 error the file ends in the middle of the list; the 15 elements before it were kept',
  },
  'python-repr': {
    severity: 'error',
    title: 'A list as Python prints it, not JSON.',
    explanation:
      "Some archives hold `[{'paper': ...}]`, with single quotes and `None`. That is no data format: reading it would mean to guess, so nothing was taken in.",
    remedy: 'Convert it with the command in the hint.',
    example: 'dumps/2024-05.json:1:1 error this is a list as Python prints it, not JSON; nothing of it was taken in',
  },
  'row-repeated': {
    severity: 'info',
    title: 'A paper stands twice in a list.',
    explanation:
      'A row that says the same as an earlier one was left out. When the two differ, both were kept, and this is a warning: nothing tells which of them is right.',
    remedy: 'Nothing, unless two dumps were joined in one file.',
    example: 'dumps/2026-02-04.json:9 info element 9 repeats element 4 and was left out',
  },
  'entities-decoded': {
    severity: 'info',
    title: 'The texts of a dump were escaped for HTML once too often.',
    explanation:
      'Several texts hold `&amp;` and the like, and no text holds a character that would have been escaped. So the whole dump was escaped before it was saved, and this was undone. In any other dump such texts mean what they say and stay as they are.',
    remedy: 'Nothing.',
    example: 'dumps/2026-02-04.json info all texts were escaped for HTML; this was undone',
  },
  'login-page': {
    severity: 'error',
    title: 'The file is a login page.',
    explanation: 'The site asked for a login instead of showing the list. There is no paper in it.',
    remedy: 'Save the page from a browser in which it is shown, or use the answer of the API.',
    example: 'dumps/2026-02-04.html error the file is a login page, not the list of papers',
  },
  'rate-limit-page': {
    severity: 'error',
    title: 'The file says that there were too many requests.',
    explanation:
      'The site refused to answer for now, or asks for a proof that a person is asking. There is no paper in it.',
    remedy: 'Wait, then save the page again; fetch less often.',
    example: 'dumps/2026-02-04.html error the file is a page about too many requests, not the list of papers',
  },
  'error-page': {
    severity: 'error',
    title: 'The file is an error page.',
    explanation:
      'The site, or something before it, answered with an error or is in maintenance. There is no paper in it.',
    remedy: 'Save the page again later, or for another date.',
    example: 'dumps/2026-02-30.html error the file is an error page ("404"), not the list of papers',
  },
  'layout-drift': {
    severity: 'error',
    title: 'A page of the site that Paperboy cannot read any more.',
    explanation:
      'The page bears the marks of the site, but neither the data it is built from nor its cards are where they were. The site has probably been changed.',
    remedy: 'Use the answer of the API or the copied text of the page meanwhile, and report the page.',
    example: 'dumps/2027-01-04.html error a page of the site without the data and the cards that Paperboy knows',
  },
  'unknown-page': {
    severity: 'error',
    title: 'An HTML page that is not the list of papers.',
    explanation: 'Nothing in it belongs to the Daily Papers page. There is no paper in it.',
    remedy: 'Save the Daily Papers page itself.',
    example: 'dumps/index.html error an HTML page, but not the list of papers',
  },
  'cards-only': {
    severity: 'warning',
    title: 'Papers of a saved page were read from its visible cards.',
    explanation:
      'The data that the page is built from are missing or damaged. The cards show title, id and counts, but neither abstract nor date.',
    remedy: 'Save the page as it is sent (`Save as: HTML only`), or use the answer of the API.',
    example: 'dumps/2026-02-04.html warning 33 papers were read from the visible cards, without abstract and date',
  },
  'xml-invalid': {
    severity: 'warning',
    title: 'An Atom answer is not well-formed.',
    explanation:
      'The file was edited or damaged. Entries that are whole were taken in; when there is none, this is an error. Entities declared in the file are never expanded.',
    remedy: 'Save the answer again.',
    example: 'dumps/query.xml:14:9 warning not well-formed: undefined entity',
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
    example:
      'dumps/oct-31.txt info "Oct 31" is taken to be 2025-10-31: it prints the year 2024, and the page leaves out only the current year',
  },
  'date-conflict': {
    severity: 'warning',
    title: 'Two statements about the date of a dump contradict each other.',
    explanation: 'The stronger one was taken: `--date`, then the file name, then the content.',
    remedy: 'Correct the file name, or give the date with `--date`.',
    example: 'dumps/2025-11-02.txt warning the page says "Oct 31", the file name 2025-11-02; 2025-11-02 was taken',
  },
} satisfies Record<string, CatalogueEntry>;
