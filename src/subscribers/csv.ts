/**
 * The records of a text with comma-separated values (RFC 4180), each with the line on which it begins. Fields may stand
 * in double quotes, with line breaks in them. A quote that is never closed ends with the text.
 */
export function readCsv(text: string): { line: number; fields: string[] }[] {
  const records: { line: number; fields: string[] }[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const end = (): void => {
    fields.push(field);
    if (fields.length > 1 || fields[0]!.trim() !== '') records.push({ line: start, fields });
    fields = [];
    field = '';
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '\n') line++;
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (sign === '"' && field === '') quoted = true;
    else if (sign === ',') {
      fields.push(field);
      field = '';
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[at + 1] === '\n') {
        at++;
        line++;
      }
      end();
      start = line;
    } else field += sign;
  }
  if (field !== '' || fields.length > 0) end();
  return records;
}

/**
 * One record as a line. What a table program would take for a formula gets a quotation mark before it: a topic is
 * whatever somebody wrote.
 */
export function csvLine(fields: readonly string[]): string {
  return fields
    .map((field) => (/^[=+\-@\t\r]/.test(field) ? `'${field}` : field))
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
