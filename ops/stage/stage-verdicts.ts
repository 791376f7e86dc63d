import { Failure } from '../failures/failures';
import type { Stage, StageVerdicts } from './stage';

/** @throws Failure `no-verdicts` that names the setting */
export function verdictsOf({ verdicts, name, isLocal, stackName = 'the local stack' }: Stage): StageVerdicts {
  if (verdicts !== undefined) return verdicts;
  throw new Failure('no-verdicts', {
    what: `The stage ${name} answers for no verdicts, and so has no key that reads.`,
    where: isLocal ? 'config/local.json' : `CloudFormation, outputs of ${stackName}`,
    toDo: `Put "verdicts": {"callers": ["<ARN of your backend's role>"]} into the file of the stage, and ${isLocal ? 'start the local stack again' : 'deploy it'}.`,
  });
}
