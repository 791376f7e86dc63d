import path from 'node:path';
import { PORT, serveExample } from './serve';

/** `npm run example`: page and backend on this machine, next to `npm start`, until Ctrl-C. */
serveExample({
  stackFile: path.join(__dirname, '..', '..', '.local', 'stack.json'),
  port: Number(process.env.EXAMPLE_PORT ?? PORT),
  say: (line) => process.stdout.write(`${line}\n`),
}).catch(({ message }: Error) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
