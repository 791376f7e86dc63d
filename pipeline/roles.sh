#!/bin/sh
# Makes the three roles of pipeline/face-match-proxy.yml in one account, from the files in pipeline/roles: for one repository at GitHub, and for no key.
# docs/pipeline.md says what each may do. Running it again brings everything up to date.
set -eu

usage() {
  echo "usage: pipeline/roles.sh <account> <region> <repository> [--dry-run]" >&2
  echo "       pipeline/roles.sh --help" >&2
  exit 2
}

help() {
  cat <<'HELP'
usage: pipeline/roles.sh <account> <region> <repository> [--dry-run]

Makes the roles that the pipeline takes on, each with one policy, and tells the account about GitHub's identities.
Running it again brings them up to date.

  <account>      the 12 digits of the account, which must be the one of your credentials
  <region>       the region of the stage; another one takes the place of the first
  <repository>   your copy at GitHub with the numbers of owner and repository, such as bank@4711/face-match-proxy@815:
                 gh api repos/<owner>/<name> --jq '"\(.owner.login)@\(.owner.id)/\(.name)@\(.id)"'
  --dry-run      reads, changes nothing, and prints the commands that would change something
  -h, --help     shows this and changes nothing

It needs the AWS CLI, and credentials that may change IAM (AWS_PROFILE chooses them).
It makes roles and policies face-match-proxy-*. docs/pipeline.md says what each role may do.
HELP
  exit 0
}

for argument in "$@"; do
  case $argument in -h | --help) help ;; esac
done
case $# in 3 | 4) ;; *) usage ;; esac
[ "${4:---dry-run}" = --dry-run ] || usage

repository=$3
# The characters first: grep looks at each line by itself.
case $repository in *[!A-Za-z0-9@/._-]* | your-organisation@*) whole= ;; *) whole=yes ;; esac
if [ -z "$whole" ] || ! printf '%s\n' "$repository" | grep -Eq '^[A-Za-z0-9][A-Za-z0-9_-]*@[1-9][0-9]*/[A-Za-z0-9._-]+@[1-9][0-9]*$'; then
  echo "\"$repository\" is not a repository with its numbers, such as bank@4711/face-match-proxy@815. This prints yours:" >&2
  echo "  gh api repos/<owner>/<name> --jq '\"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)\"'" >&2
  exit 2
fi

here=$(dirname "$0")
# shellcheck source-path=SCRIPTDIR source=../bootstrap/account.sh
. "$here/../bootstrap/account.sh"
if [ $# -eq 4 ]; then
  # Prints the command in a form that can be pasted, past the redirection of its caller. No word that it is given holds a single quote.
  exec 3>&1
  change() {
    for word in "$@"; do
      case $word in *[!A-Za-z0-9_./:=-]*) word="'$word'" ;; esac
      printf '%s ' "$word" >&3
    done
    echo >&3
  }
fi
enter_account "$1" "$2"

# filled <file>: a file of pipeline/roles for this account and repository, in one line. What comes from the caller goes in last, and so stays as it is.
name=$(printf '%s\n' "$repository" | sed 's/@[0-9]*//g')
filled() {
  tr -d '\n ' <"$here/roles/$1.json" | sed \
    -e "s|111122223333|$account|g" -e "s|eu-central-1|$region|g" -e "s|\"000000000\"|\"${repository##*@}\"|g" \
    -e "s|your-organisation@111111111/your-repository@000000000|$repository|g" -e "s|your-organisation/your-repository|$name|g"
}

# All is looked at before anything is changed.
provider="arn:aws:iam::$account:oidc-provider/token.actions.githubusercontent.com"
knows_github=
if is_there aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$provider"; then
  knows_github=yes
  [ "$(aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$provider" --output text \
    --query "contains(ClientIDList, 'sts.amazonaws.com')")" = True ] || {
    echo "The account knows GitHub's identities, but not those made for sts.amazonaws.com; nothing was changed. Roles of others may count on that. If none does:" >&2
    echo "  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn $provider --client-id sts.amazonaws.com" >&2
    exit 1
  }
fi
there=
for role in diff deploy smoke; do
  if is_there aws iam get-role --role-name "face-match-proxy-$role"; then
    there="$there $role "
    own="arn:aws:iam::$account:policy/face-match-proxy-pipeline-$role"
    attached=$(aws iam list-attached-role-policies --role-name "face-match-proxy-$role" --output text \
      --query "join(' ', AttachedPolicies[?PolicyArn!='$own'].PolicyArn)")
    inline=$(aws iam list-role-policies --role-name "face-match-proxy-$role" --output text --query "join(' ', PolicyNames)")
    [ -z "$attached$inline" ] || {
      echo "The role face-match-proxy-$role may do more than the pipeline needs, by: $attached $inline. Take that from it, then run this again; nothing was changed." >&2
      exit 1
    }
  fi
done

[ -n "$knows_github" ] || change aws iam create-open-id-connect-provider \
  --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com >/dev/null
for role in diff deploy smoke; do
  trust=$(filled "$role-trust")
  put_policy "face-match-proxy-pipeline-$role" "$(filled "$role-policy")"
  case $there in
  *" $role "*)
    change aws iam update-assume-role-policy --role-name "face-match-proxy-$role" --policy-document "$trust"
    change aws iam update-role --role-name "face-match-proxy-$role" --max-session-duration 3600 >/dev/null
    ;;
  *)
    change aws iam create-role --role-name "face-match-proxy-$role" --max-session-duration 3600 --assume-role-policy-document "$trust" >/dev/null
    ;;
  esac
  change aws iam attach-role-policy --role-name "face-match-proxy-$role" --policy-arn "$arn"
done
[ $# -eq 3 ] || exit 0

echo "At GitHub, make these variables (docs/pipeline.md):"
echo "  AWS_REGION       of the repository                  $region"
echo "  DIFF_ROLE_ARN    of the repository                  arn:aws:iam::$account:role/face-match-proxy-diff"
echo "  DEPLOY_ROLE_ARN  of the environment prod            arn:aws:iam::$account:role/face-match-proxy-deploy"
echo "  SMOKE_ROLE_ARN   of the environment prod-smoke      arn:aws:iam::$account:role/face-match-proxy-smoke"
