# What bootstrap.sh and pipeline/roles.sh do alike: they read this file. The caller defines `usage`, which ends it.
# shellcheck shell=sh

# change <command>…: runs a command that changes the account. A script that only shows what it would do has another.
change() {
  "$@"
}

# enter_account <account> <region>: works in this region alone, and ends where the credentials are of another account.
enter_account() {
  account=$1
  region=$2
  case $account in *[!0-9]* | '') usage ;; esac
  case $region in *[!a-z0-9-]* | '') usage ;; esac
  # The policies name resources and service principals of this partition.
  # Regions of the others have a third word, four letters in front, or begin with cn.
  if ! printf '%s\n' "$region" | grep -Eq '^[a-z]{2}-[a-z]+-[0-9]{1,2}$' || [ "${region#cn-}" != "$region" ]; then
    echo "The region $region is in another partition than aws, or is none. This project is for the partition aws alone: choose one of its regions." >&2
    exit 2
  fi

  # Version 1 of the AWS CLI reads AWS_DEFAULT_REGION alone, version 2 and CDK read AWS_REGION first. Neither the shell's region nor the profile's may win.
  export AWS_REGION="$region" AWS_DEFAULT_REGION="$region"

  # A wrong profile would change another account.
  actual=$(aws sts get-caller-identity --query Account --output text)
  [ "$actual" = "$account" ] || {
    echo "The credentials are those of account $actual, not of $account." >&2
    exit 1
  }
}

# is_there <command>…: whether IAM has what the command reads. Any other answer than yes and no, such as a refusal, ends the script.
is_there() {
  answer=$("$@" 2>&1 >/dev/null) && return 0
  case $answer in *NoSuchEntity*) return 1 ;; esac
  echo "$answer" >&2
  exit 1
}

# put_policy <name> <document>: makes the policy, or a new version of it. IAM keeps five; the oldest makes room. Leaves its ARN in $arn: a command
# substitution, which could hand it back, goes on after an error in bash, even with `set -e`.
put_policy() {
  arn="arn:aws:iam::$account:policy/$1"
  if is_there aws iam get-policy --policy-arn "$arn"; then
    # IAM promises no order. The version in use cannot be deleted, so it is the oldest of the others that goes, and only if there are four of them.
    oldest=$(aws iam list-policy-versions --policy-arn "$arn" \
      --query 'reverse(sort_by(Versions[?!IsDefaultVersion], &CreateDate))[3].VersionId' --output text)
    [ "$oldest" = None ] || change aws iam delete-policy-version --policy-arn "$arn" --version-id "$oldest"
    change aws iam create-policy-version --policy-arn "$arn" --policy-document "$2" --set-as-default >/dev/null
  else
    change aws iam create-policy --policy-name "$1" --policy-document "$2" >/dev/null
  fi
}
