// A server on loopback that takes every message and keeps nothing; a process of its own, so that it shares no event loop
// with the sender. Prints its port; `count` on standard input is answered with the number of messages.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

let count = 0;
const end = Buffer.from('\r\n.\r\n');
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  let data = false;
  let tail = Buffer.alloc(0);
  socket.write('220 sink.example ESMTP\r\n');
  socket.on('data', (chunk) => {
    let rest = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
    for (;;) {
      const at = rest.indexOf(data ? end : '\r\n');
      if (at === -1) break;
      if (data) {
        rest = rest.subarray(at + 5);
        data = false;
        count++;
        socket.write('250 2.0.0 taken\r\n');
        continue;
      }
      const word = rest.subarray(0, 4).toString('latin1').toUpperCase();
      rest = rest.subarray(at + 2);
      if (word === 'EHLO') socket.write('250-sink.example\r\n250-PIPELINING\r\n250 SIZE 50000000\r\n');
      else if (word === 'DATA') {
        data = true;
        socket.write('354 go on\r\n');
      } else if (word === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 fine\r\n');
    }
    // Of a message only its last bytes matter.
    tail = Buffer.from(data && rest.length > 8 ? rest.subarray(-8) : rest);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
createInterface({ input: process.stdin })
  .on('line', () => process.stdout.write(`${count}\n`))
  .on('close', () => process.exit());
