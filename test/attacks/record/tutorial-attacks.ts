import { type AttackSection, PICTURE } from './attack';

const proof = 'test/defects/seed-function.test.ts';
const picture = JSON.stringify({ workflowId: 'wf-123', consent: { isProcessingStoringAllowed: true }, formValues: { faceImage: PICTURE } });

/** What the function of the vendor's tutorial lets a caller do, by the numbers of its defects. */
export const TUTORIAL_ATTACKS: AttackSection = {
  title: 'What the tutorial’s function lets a caller do',
  attacks: [
    { says: '1, everybody is matched against one picture: an unmodified request', ownRequest: true, proof },
    {
      says: '2, it falls back to a fixed picture: a user without one',
      answer: '409 no-face-on-record',
      as: 'carol',
      change: { consent: { isProcessingStoringAllowed: true } },
      proof,
    },
    { says: '3, the caller says who they are', answer: '401 unauthorized', as: 'nobody', change: { userId: '<bob>' }, proof },
    ...['Application/JSON', 'application/vnd.api+json', 'text/plain', 'multipart/form-data; boundary=x'].map((type) => ({
      says: `4, a picture past the injection as ${type}`,
      answer: '400 invalid-request',
      headers: { 'Content-Type': type },
      body: picture,
      proof,
    })),
    { says: '4, a body that is no JSON does', answer: '400 bad-request-body', body: `faceImage=${PICTURE}`, proof },
    { says: '5, the caller’s other form values are lost', change: { formValues: { reason: 'phone change' } }, ownRequest: true, proof },
    {
      says: '6, the picture goes into every workflow',
      reaches: 'her own start, without a photo',
      change: { workflowId: 'wf-plain' },
      ownRequest: true,
      proof,
    },
    { says: '6, and any workflow may be started', answer: '403 workflow-not-allowed', change: { workflowId: 'another-workflow' }, proof },
    { says: '7, any method is relayed with credentials', answer: '404 no-such-route', method: 'DELETE', proof },
    { says: '7, and any path', answer: '404 no-such-route', method: 'GET', path: '/agent/api/v1/transaction', proof },
    { says: '8, without credentials it forwards unauthenticated', answer: '503 credentials-not-set', before: 'the secret is empty', proof },
    { says: '9, a user id leaves its folder', answer: '403 identity-mismatch', change: { userId: '../<bob>' }, proof },
    {
      says: '11, what is stored goes out, unchecked',
      answer: '500 face-unusable',
      as: 'carol',
      before: 'the photo of carol is a text',
      change: { consent: { isProcessingStoringAllowed: true } },
      proof: 'test/lambda/face-faults.test.ts',
    },
    {
      says: '12, a refusal is a 500 in another form',
      answer: '403 consent-required',
      change: { consent: { isProcessingStoringAllowed: false } },
      proof,
    },
  ],
  note: 'Defects 10 and 13 are not attacks by request; their tests are in [the same file](../test/defects/seed-function.test.ts). A claim that is a path (9) cannot be sent, since Cognito signs the claims; the test invokes the function with one.',
};
