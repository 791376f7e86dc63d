import { transformSync } from 'esbuild';
import { read, section } from './documents';

interface Step {
  readonly subject: string;
  readonly workflowId: string;
  readonly askedAt: Date;
}
type Objections = (step: Step, transaction: Readonly<Record<string, unknown>>, now: Date) => string[];

/** The function that docs/backend.md shows, compiled as it stands there. */
function shownFunction(): Objections {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(section(read('docs/backend.md'), 'The five checks')) ?? [];
  const module = { exports: {} as { objections: Objections } };
  new Function('module', 'exports', transformSync(code, { loader: 'ts', format: 'cjs' }).code)(module, module.exports);
  return module.exports.objections;
}

const objections = shownFunction();
const now = new Date('2026-01-02T03:10:00Z');
const step = { subject: 'alice', workflowId: 'wf-1', askedAt: new Date('2026-01-02T03:04:00Z') };
const good = {
  transactionId: 't-1',
  workflowId: 'wf-1',
  createdOn: '2026-01-02T03:05:00Z',
  verificationStatus: 'Accept',
  props: { faceMatchSubject: 'alice', faceMatchImage: 'face@3sL4kqtJlcpXroDTDmJ' },
};

describe('the code in docs/backend.md', () => {
  test('has no objection to a transaction that is right', () => expect(objections(step, good, now)).toEqual([]));

  test.each([
    ['is in review', 'not accepted', { verificationStatus: 'Review' }],
    ['has no status', 'not accepted', { verificationStatus: undefined }],
    ['is older than the step', 'not fresh', { createdOn: '2026-01-02T03:02:00Z' }],
    ['has no date', 'not fresh', { createdOn: undefined }],
    ['is of another workflow', 'another workflow', { workflowId: 'wf-2' }],
    ['is of another subject', 'of somebody else', { props: { ...good.props, faceMatchSubject: 'mallory' } }],
    ['names no photo', 'no photo on record was used', { props: { faceMatchSubject: 'alice' } }],
    ['names a photo of another kind', 'no photo on record was used', { props: { ...good.props, faceMatchImage: 'documentFront@1' } }],
  ])('objects to one that %s: %s', (_, objection, change) => {
    expect(objections(step, { ...good, ...change }, now)).toEqual([objection]);
  });

  test('objects to one that was created long before it is shown', () => {
    expect(objections(step, good, new Date('2026-01-02T03:21:00Z'))).toEqual(['not fresh']);
  });

  test('objects to one without props twice: no one knows whose it is, nor whether a photo was used', () => {
    expect(objections(step, { ...good, props: undefined }, now)).toEqual(['of somebody else', 'no photo on record was used']);
  });
});
