import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from './config/config';
import { FaceMatchProxy } from './face-match-proxy';
import { addOutputs } from './stage/outputs';
import { boundRoles } from './stage/role-boundaries';
import { tagStage } from './stage/stage-tags';

export interface FaceMatchProxyStackProps extends StackProps {
  /** The settings of the stage. */
  readonly config: Config;
  /** Name of the stage, for its tag. @default - the name of the stack */
  readonly stage?: string;
}

/** One stage: its settings, the construct, and what people need to know of it afterwards. */
export class FaceMatchProxyStack extends Stack {
  constructor(scope: Construct, id: string, { config, stage, ...props }: FaceMatchProxyStackProps) {
    super(scope, id, {
      description: 'face-match-proxy: photos of verified callers for Microblink Platform',
      // In development, too: what `cdk destroy` leaves behind there has to be found and removed by hand.
      terminationProtection: config.purpose !== 'throw-away',
      ...props,
    });
    const proxy = new FaceMatchProxy(this, 'Proxy', config);
    tagStage(this, stage ?? this.stackName, config.tags);
    boundRoles(this, config);
    addOutputs(proxy);
  }
}
