import { writtenPage } from '../support/written-page';
import { commandsOf, OPERATIONS_FILE, operationsPage, programToRead } from './operations-page';
import { COMMAND_PERMISSIONS } from './operations-permissions';

test('the document on the command line is what the commands say of themselves', () => {
  expect(writtenPage(OPERATIONS_FILE)).toBe(operationsPage());
});

test('every command is described, and has its permissions named', () => {
  const commands = commandsOf(programToRead());
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter(([, command]) => command.description() === '').map(([name]) => name)).toEqual([]);
  expect(COMMAND_PERMISSIONS.map(({ command }) => command)).toEqual(commands.map(([name]) => name));
});

test('every default is told as a person would write it', () => {
  const defaults = [...operationsPage().matchAll(/\(default: ([^)]*)\)/g)].map(([, text = '']) => text);
  expect(defaults.length).toBeGreaterThan(0);
  expect(defaults.filter((text) => /[{}[\]]/.test(text))).toEqual([]);
});
