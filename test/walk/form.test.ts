import { differenceInForm } from './form';

test.each([
  ['a uuid', 'alice 85c3c610-56ec-4e9f-a8e4-7f2455839f8f here', 'alice 767552d0-324f-4cdd-b15b-285e348b876f here'],
  ['a port', 'http://127.0.0.1:45121/agent/', 'http://127.0.0.1:39/agent/'],
  ['a password', 'alice d08a2aec6818885d5df2eab3-Aa1', 'alice 0123456789abcdef01234567-Aa1'],
  ['a time', '2026-01-02T03:04:05.678Z done', '2027-11-12T13:14:15.000Z done'],
  ['a duration', 'took 12 ms', 'took 3.5 ms'],
  ['the width of a gap', 'alice  a@b.c', 'alice     a@b.c'],
  ['what the document leaves out', 'TOKEN=$(curl -s …)', "TOKEN=$(curl -s 'x' | sed y)"],
  ['lines that the document leaves out', 'one\n…\nthree', 'one\ntwo\nand a half\nthree'],
  ['no line where some could be left out', 'one\n…\ntwo', 'one\ntwo'],
  ['a named placeholder', 'Stack <name> ready', 'Stack FaceMatchProxy-dev ready'],
  ['colours and ends of line', 'ok\nfine', '\u001b[32mok\u001b[0m\r\nfine\r\n'],
])('accepts another value of %s', (_, shown, printed) => {
  expect(differenceInForm(shown, printed)).toBeUndefined();
});

test.each([
  ['another status', 'HTTP/1.1 200 OK', 'HTTP/1.1 403 Forbidden'],
  ['another code', '"code":"no-face-on-record"', '"code":"internal"'],
  ['a line too many', 'one', 'one\ntwo'],
  ['a line too few', 'one\ntwo', 'one'],
  ['lines in another order', 'one\n…\ntwo', 'two\none'],
  ['a word in the place of an id', 'id 85c3c610-56ec-4e9f-a8e4-7f2455839f8f', 'id undefined'],
  ['a word in the place of a port', 'http://127.0.0.1:45121/', 'http://127.0.0.1:NaN/'],
  ['nothing at all', 'ready', ''],
  ['a small number that is another', '3 users', '4 users'],
  ['punctuation that a pattern would read as its own', 'a.c (1)', 'abc 1'],
])('notices %s', (_, shown, printed) => {
  expect(differenceInForm(shown, printed)).toMatch(/^shown: {3}.*\nprinted: /);
});
