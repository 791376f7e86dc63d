import { commandsOf, programToRead } from '../../docs/generate/operations/page';
import { COMMAND_PERMISSIONS } from '../../docs/generate/operations/permissions';

test('every command is described, and has its permissions named', () => {
  const commands = commandsOf(programToRead());
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter(([, command]) => command.description() === '').map(([name]) => name)).toEqual([]);
  expect(COMMAND_PERMISSIONS.map(({ command }) => command)).toEqual(commands.map(([name]) => name));
});

test('every default is written as a person would write it', () => {
  const defaults = commandsOf(programToRead()).flatMap(([, command]) => [...command.helpInformation().matchAll(/\(default: ([^)]*)\)/g)]);
  expect(defaults.length).toBeGreaterThan(0);
  expect(defaults.map(([, text = '']) => text).filter((text) => /[{}[\]]/.test(text))).toEqual([]);
});
