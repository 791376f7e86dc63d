import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * Where every workflow of the organisation may be started, the id of an injecting one in other letters was in no list and so passed
 * through: the same workflow to a reader that reads ids as hexadecimal numbers, started without a photo on record.
 */
let given: GivenProxy;
afterEach(async () => await given.stop());

test.each(['WF-5F', 'wf-5F', 'Wf-5f'])('%s is no way to start wf-5f without its photo', async (workflowId) => {
  given = await givenProxy({
    workflows: { inject: { 'wf-5f': { field: 'faceImage', image: 'face' } }, passThrough: 'every-workflow-of-the-organisation' },
  });
  const start = await given.call({ body: startBody({ workflowId }) });
  expect(JSON.parse(start.body)).toMatchObject({ code: 'workflow-not-allowed' });
  for (const [method, what] of [
    ['GET', 'info'],
    ['POST', 'cancel'],
  ] as const) {
    const other = { method, resource: `/initialize/{workflowId}/${what}`, pathParameters: { workflowId }, body: null };
    expect(JSON.parse((await given.call(other)).body)).toMatchObject({ code: 'workflow-not-allowed' });
  }
  expect(given.agent.requests).toEqual([]);
});
