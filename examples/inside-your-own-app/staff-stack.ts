import { Stack, type StackProps } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** The two jobs that touch photos, each with a separate role: the branch system that enrols, and the privacy desk that erases. */
export class StaffStack extends Stack {
  readonly enrolment: Role;
  readonly privacy: Role;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.enrolment = new Role(this, 'Enrolment', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    this.privacy = new Role(this, 'Privacy', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
  }
}
