/** Which folder may import which, transitively and types included: `npm run imports` shows it, test/architecture.test.ts holds it. */
const PRODUCT = '^(bin|bootstrap|client|contract|docs/generate|lib|lambda|ops|local|stand-ins|load|bench|examples|test)/';

/** @returns a rule: what is in `from` reaches, over however many steps, nothing of the repository but `may`. */
const reaches = (name, comment, from, may) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: PRODUCT, pathNot: may, reachable: true },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circle', comment: 'Two files that need each other are one.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unknown',
      comment: 'A path that leads nowhere (@types/aws-lambda has types alone).',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    reaches('contract-alone', 'An agreement needs no one.', '^contract/', '^contract/'),
    reaches(
      'function-alone',
      'The function is what runs next to biometric data: itself and the agreements.',
      '^lambda/',
      '^(lambda|contract)/',
    ),
    reaches('stack-without-function', 'The stack deploys the bundle and shares the agreements alone.', '^lib/', '^(lib|contract)/'),
    reaches(
      'settings-without-cdk',
      'The operator’s tools read the settings, and need no CDK for it.',
      '^lib/config/',
      '^(lib/config|contract)/',
    ),
    reaches('tools-read-settings', 'The operator’s tools know the settings and the agreements.', '^ops/', '^(ops|lib/config|contract)/'),
    reaches('stand-ins-alone', 'A stand-in knows nothing of who uses it.', '^stand-ins/', '^stand-ins/'),
    reaches(
      'local-runs-what-is-deployed',
      'The local stack serves the template and the bundle; a refusal that it is told to answer, it words as the function does.',
      '^local/',
      '^(local|stand-ins)/|^contract/(problems|refusal)\\.ts$',
    ),
    reaches(
      'load-through-the-door',
      'The load is a client of the local stack.',
      '^load/',
      '^(load|local|stand-ins)/|^contract/(problems|refusal)\\.ts$',
    ),
    reaches(
      'bench-measures-the-bundle',
      'The bench knows the function by its bundle, and the services by their stand-ins.',
      '^bench/',
      '^(bench|stand-ins|contract)/|^lib/',
    ),
    reaches('client-alone', 'What an app imports brings nothing else with it.', '^client/', '^client/'),
    {
      ...reaches('no-cdk-in-lambda-and-ops', 'They run where CDK is not.', '^(lambda|ops|contract|lib/config)/', undefined),
      to: { path: 'node_modules/(aws-cdk-lib|constructs)/', reachable: true },
    },
    {
      ...reaches(
        'product-without-tests',
        'Nothing that runs needs a test, or what makes the documents.',
        '^(bin|bootstrap|client|contract|lib|lambda|ops|local|stand-ins|load|bench)/',
        undefined,
      ),
      to: { path: '^(test|docs/generate)/' },
    },
    {
      ...reaches(
        'apps-as-anyone',
        'The app of the stages and the examples import what any other app could.',
        '^(examples/|bin/app\\.ts$)',
        undefined,
      ),
      to: { path: PRODUCT, pathNot: '^(examples/|client/|lib/index\\.ts$)' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(cdk\\.out|coverage|\\.local|\\.stryker)/' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      extensions: ['.ts', '.cjs', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
