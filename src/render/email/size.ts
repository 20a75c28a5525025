/** The size of HTML as it is sent: UTF-8, with two bytes for each line break, since mail has CRLF (RFC 5322, 2.1). */
export function sentBytes(html: string): number {
  let bytes = Buffer.byteLength(html, 'utf8');
  for (let at = html.indexOf('\n'); at !== -1; at = html.indexOf('\n', at + 1)) bytes++;
  return bytes;
}
