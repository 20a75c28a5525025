// Asks one address over and over on some connections, and tells how it went as JSON. A process of its own, so that it takes no time of the server.
import { connect } from 'node:net';

const [, , address, seconds, connections, headers = ''] = process.argv;
const { hostname, port, pathname, host } = new URL(address);
const request = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n`;
const times = [];
let errors = 0;
let over = false;

/** One connection, opened again when the server has closed it, as it may after a number of requests. */
function client() {
  const socket = connect(Number(port), hostname);
  let text = Buffer.alloc(0);
  let begun = 0;
  const send = () => {
    begun = performance.now();
    socket.write(request);
  };
  socket.on('connect', send);
  socket.on('error', () => {
    errors++;
  });
  socket.on('data', (chunk) => {
    text = text.length === 0 ? chunk : Buffer.concat([text, chunk]);
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = text.toString('latin1', 0, end);
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    text = Buffer.alloc(0);
    times.push(performance.now() - begun);
    if (!/^HTTP\/1\.1 (?:200|304) /.test(head)) errors++;
    if (over) socket.destroy();
    else if (/^connection: close$/im.test(head)) socket.end();
    else send();
  });
  socket.on('close', () => {
    if (!over) client();
  });
}

for (let n = 0; n < Number(connections); n++) client();
setTimeout(() => {
  over = true;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(JSON.stringify({ rate: times.length / Number(seconds), p50: at(0.5), p99: at(0.99), errors }));
  process.exit();
}, Number(seconds) * 1000);
