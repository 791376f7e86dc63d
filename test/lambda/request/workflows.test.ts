import type { WorkflowRules } from '../../../contract/environment';
import { createWorkflows, parseWorkflowId } from '../../../lambda/request/workflows';
import { refusal } from '../../support/refusal';

const FACE = { key: 'faces/{subject}', maxBytes: 1000 };
const DOCUMENT = { key: 'documents/{subject}/front', maxBytes: 2000 };
const IMAGES = { face: FACE, documentFront: DOCUMENT };
const INJECT = {
  'wf-face': { field: 'faceImage', image: 'face' },
  'wf-document': { field: 'Document front', image: 'documentFront', callerFields: ['signature'] },
};
const LISTED: WorkflowRules = { inject: INJECT, passThrough: { 'wf-plain': {}, 'wf-form': { callerFields: ['upload'] } } };
const EVERY: WorkflowRules = { inject: INJECT, passThrough: 'every-workflow-of-the-organisation' };

describe('the plan of a workflow', () => {
  it('says which field takes which kind of photo', () => {
    const workflows = createWorkflows(LISTED, IMAGES);
    expect(workflows.plan('wf-face')).toEqual({
      workflowId: 'wf-face',
      injection: { field: 'faceImage', kindName: 'face', kind: FACE },
      callerFields: [],
    });
    expect(workflows.plan('wf-document')).toEqual({
      workflowId: 'wf-document',
      injection: { field: 'Document front', kindName: 'documentFront', kind: DOCUMENT },
      callerFields: ['signature'],
    });
  });

  it('has no photo for a workflow that passes through', () => {
    const workflows = createWorkflows(LISTED, IMAGES);
    expect(workflows.plan('wf-plain')).toEqual({ workflowId: 'wf-plain', injection: undefined, callerFields: [] });
    expect(workflows.plan('wf-form')).toEqual({ workflowId: 'wf-form', injection: undefined, callerFields: ['upload'] });
  });

  it.each(['wf-other', 'WF-PLAIN', 'WF-FACE', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'is refused for %j, which is in neither list',
    (id) => {
      expect(() => createWorkflows(LISTED, IMAGES).plan(id)).toThrow(
        refusal('workflow-not-allowed', id === 'WF-FACE' ? /another spelling/ : /neither list/),
      );
    },
  );

  it('passes every workflow that gets no photo where the configuration says so by name', () => {
    expect(createWorkflows(EVERY, IMAGES).plan('wf-other')).toEqual({ workflowId: 'wf-other', injection: undefined, callerFields: [] });
    expect(createWorkflows(EVERY, IMAGES).plan('wf-face').injection).toBeDefined();
  });

  it.each(['WF-FACE', 'wf-Face', 'Wf-face'])('refuses %s everywhere, which would start a workflow that gets a photo without one', (id) => {
    for (const rules of [LISTED, EVERY, { ...LISTED, passThrough: { [id]: {} } }]) {
      expect(() => createWorkflows(rules, IMAGES).plan(id)).toThrow(refusal('workflow-not-allowed', /another spelling/));
    }
  });
});

describe('the id of a workflow', () => {
  it.each([undefined, 7, '', 'wf/face', 'wf face', 'x'.repeat(65)])('is refused as %j, with the form that it must have', (id) => {
    expect(() => parseWorkflowId(id)).toThrow(refusal('invalid-request', /^workflowId must match \^\[/));
  });
});

describe('protected fields', () => {
  const workflows = createWorkflows(LISTED, IMAGES);

  it.each(['faceImage', 'FACEIMAGE', 'ｆaceImage', 'faceımage', 'Document front', 'document FRONT'])(
    'are protected as %s, in every workflow',
    (field) => {
      expect(workflows.isProtected(field)).toBe(true);
    },
  );

  it.each(['face', 'faceImage2', 'signature', 'upload', '', 'constructor'])('do not include %j', (field) => {
    expect(workflows.isProtected(field)).toBe(false);
  });

  it('are none where nothing is injected', () => {
    expect(createWorkflows({ inject: {}, passThrough: {} }, IMAGES).isProtected('faceImage')).toBe(false);
  });
});

describe('a deployment with a fault', () => {
  it.each(['selfie', 'constructor', '__proto__'])('does not start when a workflow injects the unknown kind %s', (image) => {
    const rules: WorkflowRules = { inject: { 'wf-1': { field: 'f', image } }, passThrough: {} };
    expect(() => createWorkflows(rules, IMAGES)).toThrow(`Workflow wf-1 injects the image kind "${image}", which is not configured.`);
  });
});
