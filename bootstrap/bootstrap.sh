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
[ $# -ge 2 ] && [ $# -le 3 ] || usage
account=$1
region=$2
case $account in *[!0-9]* | '') usage ;; esac
case $region in *[!a-z0-9-]* | '') usage ;; esac
[ "${3:---without-boundary}" = --without-boundary ] || usage
# The policies name resources and service principals of this partition.
# Regions of the others have a third word, four letters in front, or begin with cn.
if ! printf '%s\n' "$region" | grep -Eq '^[a-z]{2}-[a-z]+-[0-9]{1,2}$' || [ "${region#cn-}" != "$region" ]; then
  echo "The region $region is in another partition than aws, or is none. This project is for the partition aws alone: choose one of its regions." >&2
  exit 2
fi

# Version 1 of the AWS CLI reads AWS_DEFAULT_REGION alone, version 2 and CDK read AWS_REGION first. Neither the shell's region nor the profile's may win.
export AWS_REGION="$region" AWS_DEFAULT_REGION="$region"

# A wrong profile would prepare another account.
actual=$(aws sts get-caller-identity --query Account --output text)
[ "$actual" = "$account" ] || {
  echo "The credentials are those of account $actual, not of $account." >&2
  exit 1
}

# has_policy <arn>: whether IAM has it. Any other answer than yes and no, such as a refusal, ends the script.
has_policy() {
  answer=$(aws iam get-policy --policy-arn "$1" 2>&1 >/dev/null) && return 0
  case $answer in *NoSuchEntity*) return 1 ;; esac
  echo "$answer" >&2
  exit 1
}

# With the flag the bootstrap would lose the demand, and no one would hear of it.
if [ $# -eq 3 ] && has_policy "arn:aws:iam::$account:policy/face-match-proxy-boundary-required"; then
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

here=$(dirname "$0")

# put_policy <name> <file>: makes the policy, or a new version of it. IAM keeps five; the oldest makes room. Leaves its ARN in $arn: a command
# substitution, which could hand it back, goes on after an error in bash, even with `set -e`.
put_policy() {
  arn="arn:aws:iam::$account:policy/$1"
  if has_policy "$arn"; then
    # IAM promises no order. The version in use cannot be deleted, so it is the oldest of the others that goes, and only if there are four of them.
    oldest=$(aws iam list-policy-versions --policy-arn "$arn" \
      --query 'reverse(sort_by(Versions[?!IsDefaultVersion], &CreateDate))[3].VersionId' --output text)
    [ "$oldest" = None ] || aws iam delete-policy-version --policy-arn "$arn" --version-id "$oldest"
    aws iam create-policy-version --policy-arn "$arn" --policy-document "file://$2" --set-as-default >/dev/null
  else
    aws iam create-policy --policy-name "$1" --policy-document "file://$2" >/dev/null
  fi
}

arns=
for part in api data watch; do
  put_policy "face-match-proxy-deploy-$part" "$here/execution-policy-$part.json"
  arns="$arns${arns:+,}$arn"
done
boundary=face-match-proxy-boundary
if [ $# -eq 2 ]; then
  put_policy "$boundary" "$here/permissions-boundary.json"
  put_policy "$boundary-logging" "$here/permissions-boundary-logging.json"
  put_policy "$boundary-required" "$here/boundary-required.json"
  arns="$arns,$arn"
fi

# No former parameter: the former value of BootstrapVariant would let a plain `cdk bootstrap` put CDK's own template back.
# shellcheck disable=SC2086 # $force is a flag or nothing.
npx cdk bootstrap "aws://$account/$region" --qualifier fmproxy --toolkit-stack-name CDKToolkit-fmproxy \
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
