import { Access } from '../../test/support/compliance-access';
import { type ExpectedCall, functionCalls, openCalls, operatedCalls, serviceKeyCalls } from '../../test/support/compliance-calls';
import { recordCalls } from '../../test/support/compliance-record-calls';
import { roleCalls, stageOfEveryRole } from '../../test/support/compliance-role-stage';
import { verdictCalls } from '../../test/support/compliance-verdict-calls';
import { EXISTING, type Synthesized, synthesizeStage, VERDICTS } from '../../test/support/template';
import { deploymentCalls } from './deployment';

/** A stage, and the calls in it that the project makes a promise about. */
export interface Case {
  readonly name: string;
  readonly stage: Synthesized;
  readonly calls: readonly ExpectedCall[];
}

const BOUNDARY = 'arn:aws:iam::999900001111:policy/face-match-proxy-boundary';

/** Every call that test/compliance and test/bootstrap decide, and those of all roles once more within the permissions boundaries. */
export function cases(): Case[] {
  const stages = [
    caseOf('prod', synthesizeStage('prod'), 'faces/alice', (access, photo) => [
      ...operatedCalls(access, photo),
      ...recordCalls(access, 'FaceMatchProxy-prod'),
    ]),
    caseOf('verdicts', synthesizeStage('verdicts', VERDICTS), 'faces/alice', verdictCalls),
    caseOf('dev', synthesizeStage('dev'), 'faces/alice', openCalls),
    caseOf('existing', synthesizeStage('existing', EXISTING), 'people/faces/alice/portrait.jpg', () => []),
  ];
  const roles = [
    { name: 'every role', stage: stageOfEveryRole() },
    {
      name: 'every role within the boundaries',
      stage: stageOfEveryRole({ permissionsBoundary: BOUNDARY, loggingRoleBoundary: `${BOUNDARY}-logging` }),
    },
  ].map(({ name, stage }) => {
    const access = new Access(stage);
    return { name, stage, calls: [...[...roleCalls(stage).values()].flat(), ...functionCalls(access, `${access.bucket}/faces/alice`)] };
  });
  // Their calls name no resource of the stage.
  const deployment = { name: 'deployment', stage: synthesizeStage('prod'), calls: deploymentCalls() };
  return [...stages, ...roles, deployment];
}

function caseOf(name: string, stage: Synthesized, key: string, people: (access: Access, photo: string) => ExpectedCall[]): Case {
  const access = new Access(stage);
  const photo = `${access.bucket}/${key}`;
  const calls = [...functionCalls(access, photo), ...people(access, photo), ...serviceKeyCalls(access, `FaceMatchProxy-${name}`)];
  return { name, stage, calls };
}
