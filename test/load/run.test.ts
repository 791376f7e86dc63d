import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LoadedStack, startLoadedStack } from '../../load/loaded-stack';
import { type LoadResult, runLoad } from '../../load/run';
import { eachProcess } from '../../load/soak';

/** The shortest form of `npm run load`: five seconds, few callers. */
let stack: LoadedStack;
let result: LoadResult;
const lines: string[] = [];
beforeAll(async () => {
  stack = await startLoadedStack();
  result = await runLoad(stack, { seconds: 5, concurrencies: [2, 4] }, (line) => lines.push(line));
});
afterAll(async () => await stack?.stop());

test('no transaction has a wrong photo, and callers and Agent API know of the same ones', () => {
  expect(result.check).toMatchObject({ wrongPhotos: [], unaccounted: [] });
  expect(result.check.accepted).toBeGreaterThan(20);
});

test('every answer is the right one for its request, and every kind of request was sent', () => {
  expect(result.unexplained).toEqual([]);
  const expected = new Set(result.stretches.flatMap(({ answers }) => answers.map(({ call }) => call.expected)));
  expect([...expected].sort()).toEqual(['client-supplied-face', 'identity-mismatch', 'no-face-on-record', 'ok']);
  expect(result.isGood).toBe(true);
});

test('the processes of the function are found, each with its memory and sockets', () => {
  const samples = result.stretches.flatMap((stretch) => stretch.samples);
  if (process.platform !== 'linux') return expect(samples).toEqual([]);
  expect(eachProcess(samples, 'megabytes')).toBeGreaterThan(10);
  expect(eachProcess(samples, 'sockets')).toBeGreaterThan(0);
});

test('the table has a line for the warm-up and for each number of callers in each round', () => {
  expect(lines.join('\n').match(/^\| (warm-up|\d) \| \d+ \| \d+ \|/gm)).toHaveLength(7);
});

test('another photo in the place of each person’s is noticed', async () => {
  const { endpoint, bucket: Bucket, keyTemplate } = stack.details.s3;
  const enrolled = stack.details.users.filter((user) => user.enrolled);
  const [other = '', ...keys] = enrolled.map(({ subject }) => keyTemplate.replace('{subject}', subject));
  const client = new S3Client({
    endpoint,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: other }));
  const photo = await Body?.transformToByteArray();
  const swap = async () => await Promise.all(keys.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: photo }))));
  const swapped = await runLoad(stack, { seconds: 2, concurrencies: [2] }, (line) => line.startsWith('| warm-up') && void swap());
  client.destroy();
  expect(swapped.check.wrongPhotos.length).toBeGreaterThan(0);
  expect(swapped.isGood).toBe(false);
});
