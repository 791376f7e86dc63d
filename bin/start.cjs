/**
 * The first file of `npm start`. It needs nothing but Node, so that a missing install and an old Node get a sentence instead of a
 * stack trace; then it starts the program in TypeScript.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const OLDEST = [22, 13];

function fault() {
  if (!existsSync(join(__dirname, '..', 'node_modules', 'tsx'))) return 'The packages are not installed. Run npm ci first.';
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `This is Node ${process.versions.node}; the local stack needs ${OLDEST.join('.')} or newer. npm ci installs one where it can; elsewhere install Node 24.`;
}

const sentence = fault();
if (sentence === undefined) {
  // Loading alone takes a second or two, in which nothing else could say so.
  process.stdout.write('Starting the local stack …\n');
  require('tsx/cjs');
  require('./local.ts');
} else {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
