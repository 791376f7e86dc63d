import { version } from '../../package.json';

const DOCS = 'node_modules/face-match-proxy/docs';

/** README.md of an app that `init` writes. */
export function appReadme(): string {
  return `# Face match

A CDK app that deploys [face-match-proxy](node_modules/face-match-proxy/README.md) ${version}: an API for the Microblink SDKs that adds the photo of the verified caller, and
an API that tells your backend whether a match was passed.

\`\`\`sh
npm install                            # writes package-lock.json: commit it, and use npm ci from then on
npm run synth -- -c stage=dev          # what would be deployed, without an AWS account
\`\`\`

## Deploy

1. Settings: [config/dev.json](config/dev.json). Replace what begins with \`replace-with\`, and the origins. Every setting: [configuration](${DOCS}/configuration.md).
2. Account, once: \`bash node_modules/face-match-proxy/bootstrap/bootstrap.sh <account> <region>\`. What it makes: [bootstrap](${DOCS}/bootstrap.md).
3. \`npm run deploy -- -c stage=dev -c @aws-cdk/core:bootstrapQualifier=fmproxy\`
4. Microblink's key: \`npm run ops -- credentials set --stage dev\`
5. A photo: \`npm run ops -- faces put <subject> <file> --stage dev\`
6. Try it: \`npm run ops -- smoke --stage dev --user <test user>\`
7. Health: \`npm run ops -- doctor --stage dev\`

\`config/prod.json\` is the same for production. \`npm run ops -- --help\` lists every command, [operations](${DOCS}/operations.md) says what each needs. Paths that a command or an alarm names, such as docs/runbook.md, are below node_modules/face-match-proxy/.

## Next

- Verdicts for your backend: [backend](${DOCS}/backend.md). Types: \`import type { Verdict } from 'face-match-proxy/client'\`.
- The SDKs: [guides](${DOCS}/sdk/README.md).
- The pipeline is in .github/workflows/face-match-proxy.yml. Its roles: \`bash node_modules/face-match-proxy/pipeline/roles.sh\` ([pipeline](${DOCS}/pipeline.md)).
- A newer version: [upgrading](${DOCS}/upgrading.md) first, then \`npm install face-match-proxy@<version>\`, \`npm run diff -- -c stage=dev\`.
- Other resources beside it: [API](node_modules/face-match-proxy/dist/API.md). \`bin/app.ts\` is an ordinary CDK app.
- A local stack to try it on is in the repository of face-match-proxy: \`npm ci && npm start\`.
`;
}
