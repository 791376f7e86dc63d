#!/bin/sh
# Prepares one account and region for face-match-proxy: the policies of its deployments, and a separate CDK bootstrap that uses them.
# docs/bootstrap.md says what each part is for. Running it again brings everything up to date.
set -eu

usage() {
  echo "usage: bootstrap/bootstrap.sh <account> <region> [--without-boundary]" >&2
  echo "       bootstrap/bootstrap.sh --help" >&2
  exit 2
}

help() {
  cat <<'HELP'
usage: bootstrap/bootstrap.sh <account> <region> [--without-boundary]

Prepares one account and region, so that a deployment can do what face-match-proxy needs and nothing else.
Running it again brings the policies and the bootstrap up to date.

  <account>            the 12 digits of the account, which must be the one of your credentials
  <region>             a region of the partition aws, such as eu-central-1
  --without-boundary   makes no permissions boundary, so that a deployment may give a role of its stack any permission
  -h, --help           shows this and changes nothing

It needs the AWS CLI, npx, and credentials that may change IAM and CloudFormation (AWS_PROFILE chooses them).
It makes policies face-match-proxy-* and a stack CDKToolkit-fmproxy. docs/bootstrap.md says what each part is for.
HELP
  exit 0
}

for argument in "$@"; do
  case $argument in -h | --help) help ;; esac
done
case $# in 2 | 3) ;; *) usage ;; esac
[ "${3:---without-boundary}" = --without-boundary ] || usage

here=$(dirname "$0")
# shellcheck source-path=SCRIPTDIR source=account.sh
. "$here/account.sh"
enter_account "$1" "$2"

# With the flag the bootstrap would lose the demand, and no one would hear of it.
if [ $# -eq 3 ] && is_there aws iam get-policy --policy-arn "arn:aws:iam::$account:policy/face-match-proxy-boundary-required"; then
  echo "The account was prepared with a permissions boundary: leave --without-boundary out, or delete the policy face-match-proxy-boundary-required first." >&2
  exit 1
fi

# variant: whose template the bootstrap was made from; nothing where there is none yet.
variant() {
  aws cloudformation describe-stacks --stack-name CDKToolkit-fmproxy --output text \
    --query "Stacks[0].Parameters[?ParameterKey=='BootstrapVariant'].ParameterValue" 2>/dev/null || true
}
ours='face-match-proxy: deploys stacks FaceMatchProxy-* alone'
force=
case $(variant) in
# "None" is the AWS CLI's word for a stack without parameters, such as one whose first change set was never executed.
'' | None | "$ours") ;;
# Made by this script before it had its own template; only by force does CDK replace one variant by another.
'AWS CDK: Default Resources') force=--force ;;
*)
  echo "CDKToolkit-fmproxy was made from another template than this project's. Look who made it, and delete the stack or keep it; nothing was changed." >&2
  exit 1
  ;;
esac

arns=
for part in api data watch; do
  put_policy "face-match-proxy-deploy-$part" "file://$here/execution-policy-$part.json"
  arns="$arns${arns:+,}$arn"
done
boundary=face-match-proxy-boundary
if [ $# -eq 2 ]; then
  put_policy "$boundary" "file://$here/permissions-boundary.json"
  put_policy "$boundary-logging" "file://$here/permissions-boundary-logging.json"
  put_policy "$boundary-required" "file://$here/boundary-required.json"
  arns="$arns,$arn"
fi

# No app: CDK would run it, which needs settings that are right. No former parameter: the former value of BootstrapVariant would let a plain
# `cdk bootstrap` put CDK's own template back.
# shellcheck disable=SC2086 # $force is a flag or nothing.
npx cdk bootstrap --app '' "aws://$account/$region" --qualifier fmproxy --toolkit-stack-name CDKToolkit-fmproxy \
  --template "$here/toolkit-template.json" --no-previous-parameters --bootstrap-kms-key-id AWS_MANAGED_KEY $force \
  --cloudformation-execution-policies "$arns"

# CDK reports success even where it has left the stack as it was.
[ "$(variant)" = "$ours" ] || {
  echo "CDKToolkit-fmproxy is not made from this project's template. What CDK says above is the reason." >&2
  exit 1
}
if [ $# -eq 2 ]; then
  echo "Every role of a stage needs the permissions boundary: \"permissionsBoundary\": \"$boundary\" in the stage's file."
  echo "With \"api\": { \"loggingRole\": \"managed-here\" } also: \"loggingRoleBoundary\": \"$boundary-logging\"."
fi
echo "Deploy with: npm run deploy -- -c stage=<stage> -c @aws-cdk/core:bootstrapQualifier=fmproxy"
