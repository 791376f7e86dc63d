import { startBody } from '../support/events';
import { type GivenProxy, givenProxy } from '../support/proxy';

/**
 * Some letters become ASCII in one direction of case only: the Kelvin sign in lower case, long s and dotless i in upper case. A
 * filter that folds one way and an agent that folds the other see different names.
 */
let given: GivenProxy;
afterEach(async () => await given.stop());

const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/';

test.each([
  ['a dotless i', 'face\u0131mage'],
  ['wide letters', 'ｆａｃｅＩｍａｇｅ'],
  ['a wide letter and a dotless i', '\uff46ace\u0131mage'],
  ['a mathematical letter', '\u{1d41f}aceImage'],
  ['a superscript', 'face\u1d35mage'],
])('the protected field with %s is protected', async (_what, field) => {
  given = await givenProxy();
  const result = await given.call({ body: startBody({ formValues: { [field]: 'any text' } }) });
  expect(JSON.parse(result.body)).toMatchObject({ code: 'client-supplied-face' });
});

test.each([
  ['a capital sharp s', { inject: 'Reisepa\u00df', field: 'REISEPA\u1e9e' }],
  ['a long s', { inject: 'selfie', field: '\u017felfie' }],
])('so is one with %s', async (_what, { inject, field }) => {
  given = await givenProxy({ workflows: { inject: { 'wf-123': { field: inject, image: 'face' } }, passThrough: {} } });
  const result = await given.call({ body: startBody({ formValues: { [field]: 'any text' } }) });
  expect(JSON.parse(result.body)).toMatchObject({ code: 'client-supplied-face' });
});

test('a Kelvin sign is in no name: composed, it is a K', async () => {
  given = await givenProxy();
  const result = await given.call({ body: startBody({ formValues: { 'spo\u212aenCheck': 'any text' } }) });
  expect(JSON.parse(result.body)).toMatchObject({ code: 'invalid-request' });
});

test.each(['con\u017fent', 'wor\u212aflowId', 'formValue\u017f', 'u\u017ferId', 'pla\u0165form', 'formValues\u200b', 'prop\u017f'])(
  'a member called %j is refused, even if the agent would not read it as another',
  async (name) => {
    given = await givenProxy();
    const result = await given.call({ body: startBody({ [name]: { faceImage: PICTURE } }) });
    expect(JSON.parse(result.body)).toMatchObject({ code: 'invalid-request' });
    expect(given.agent.requests).toEqual([]);
  },
);

test.each(['kind', 'faceMatch\u017fubject', 'FACEMATCH\u017fUBJECT', 'ｆaceMatchSubject'])(
  'the stamp does not share props with %j',
  async (name) => {
    given = await givenProxy();
    await given.call({ body: startBody({ props: { [name]: 'of-the-caller' } }) });
    const { props } = JSON.parse(given.agent.accepted()[0]?.body.toString() ?? '{}');
    expect(Object.hasOwn(props, name)).toBe(name === 'kind');
  },
);
