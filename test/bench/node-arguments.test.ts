import { nodeArguments } from '../../bench/function/node-arguments';

test('a function that names no sizes is started with those that Lambda derives from its memory', () => {
  expect(nodeArguments(512, '--enable-source-maps')).toEqual([
    '--expose-gc',
    '--max-http-header-size=81920',
    '--max-semi-space-size=25',
    '--max-old-space-size=461',
  ]);
});

test.each(['--max-semi-space-size=2', '--max_old_space_size=300'])(
  'a function that names one in NODE_OPTIONS keeps it: %s',
  (nodeOptions) => {
    expect(nodeArguments(512, nodeOptions)).toEqual(['--expose-gc', '--max-http-header-size=81920']);
  },
);
