# shellcheck shell=bash disable=SC2154 # namespace, flag and input are kubectl's
# For kubectl: what the cluster has, each as a file $CLUSTER/objects/NAMESPACE/KIND/NAME.json, and what its controllers do.

refuse() {
  echo "kubectl: $*" >&2
  exit 1
}

# One word for each kind. What is not here is no kind.
kind() {
  case ${1,,} in
    ns | namespace | namespaces) echo namespace ;;
    no | node | nodes) echo node ;;
    pv | persistentvolume | persistentvolumes) echo persistentvolume ;;
    pvc | persistentvolumeclaim | persistentvolumeclaims) echo persistentvolumeclaim ;;
    po | pod | pods) echo pod ;;
    statefulset | statefulsets) echo statefulset ;;
    job | jobs) echo job ;;
    cronjob | cronjobs) echo cronjob ;;
    service | services) echo service ;;
    networkpolicy | networkpolicies) echo networkpolicy ;;
    secret | configmap | serviceaccount | poddisruptionbudget | servicemonitor | prometheusrule | storageclass) echo "${1,,}" ;;
    *) refuse "there is no kind '$1'" ;;
  esac
}

# KIND: its folder.
folder() {
  case $1 in
    namespace | node | persistentvolume | storageclass) echo "$CLUSTER/objects/_/$1" ;;
    *) echo "$CLUSTER/objects/$namespace/$1" ;;
  esac
}

# KIND NAME: the file of an object that there is.
known() {
  local file
  file=$(folder "$1")/$2.json
  [ -e "$file" ] || refuse "there is no $1 '$2' in $namespace"
  echo "$file"
}

# FILE PROGRAM [ARGUMENT...]: changes it by jq.
change() {
  jq "${@:3}" "$2" "$1" >"$1.new"
  mv "$1.new" "$1"
}

# FILE: the claims of its pods.
claims() { jq -r '.. | .claimName? // empty' "$1"; }

# Standard input is an object.
put() {
  local object kind name file claim
  object=$(cat)
  kind=$(kind "$(jq -r .kind <<<"$object")")
  name=$(jq -r .metadata.name <<<"$object")
  [[ $name =~ ^[a-z0-9][a-z0-9.-]*$ ]] || refuse "the name '$name' is none"
  file=$(folder "$kind")/$name.json
  if [ "$kind" = job ] && [ -e "$file" ]; then
    refuse "job $name is there, and cannot be changed"
  fi
  if [ "$kind" = statefulset ] && [ -e "$file" ]; then
    [ "$(jq .spec.podManagementPolicy "$file")" = "$(jq .spec.podManagementPolicy <<<"$object")" ] ||
      refuse "podManagementPolicy of $name cannot be changed"
  fi
  if [ "$kind" = job ] || [ "$kind" = cronjob ]; then
    jq -e '[.. | .runAsUser? // empty] | all(. != 0)' >/dev/null <<<"$object" ||
      [ "$(jq -r '.metadata.labels["pod-security.kubernetes.io/enforce"]' "$(known namespace "$namespace")")" != restricted ] ||
      refuse "its namespace is restricted: no pod of $name would be made"
    mkdir -p "${file%/*}"
    echo "$object" >"$file.new"
    for claim in $(claims "$file.new"); do
      known persistentvolumeclaim "$claim" >/dev/null
      ! grep -qsF "\"$claim\"" "$(folder pod)"/*.json || refuse "a pod has the volume of $claim: $name would wait for it"
    done
  fi
  mkdir -p "${file%/*}"
  echo "$object" >"$file"
  rm -f "$file.new"
}

# A StatefulSet makes its pod, and the pod's claim where there is none; a claim gets a volume.
reconcile() {
  local set name claim template job
  rm -rf "$(folder pod)"
  mkdir -p "$(folder pod)"
  for set in "$(folder statefulset)"/*.json; do
    [ -e "$set" ] && [ "$(jq .spec.replicas "$set")" = 1 ] || continue
    name=$(jq -r .metadata.name "$set")
    template='.spec.volumeClaimTemplates[0]'
    claim=$(jq -r "$template.metadata.name" "$set")-$name-0
    for job in "$(folder job)"/*.json; do
      if [ -e "$job" ] && claims "$job" | grep -qxF "$claim" && [ "$(jq .status.succeeded "$job")" != 1 ]; then
        refuse "a job has the volume of $claim: the pod of $name would wait for it"
      fi
    done
    [ -e "$(folder persistentvolumeclaim)/$claim.json" ] || bind "$claim" "$(jq "$template" "$set")"
    jq --arg claim "$claim" --arg name "$name-0" '{apiVersion: "v1", kind: "Pod",
        metadata: {name: $name, labels: .spec.template.metadata.labels},
        spec: (.spec.template.spec + {claim: $claim, nodeName: "node-1"})}' "$set" >"$(folder pod)/$name-0.json"
  done
}

# CLAIM TEMPLATE: makes it, with a new volume that goes with it.
bind() {
  local volume="pvc-$$"
  jq -n --arg name "$volume" '{apiVersion: "v1", kind: "PersistentVolume", metadata: {name: $name},
      spec: {persistentVolumeReclaimPolicy: "Delete"}}' | put
  jq --arg name "$1" --arg volume "$volume" '.metadata.name = $name | .spec.volumeName = $volume' <<<"$2" | put
}

# JSON on standard input, as a path of kubectl's says.
fill_in() {
  local rest=$1 object
  object=$(cat)
  while [[ $rest =~ ^([^{]*)\{([^}]*)\}(.*)$ ]]; do
    printf '%s' "${BASH_REMATCH[1]}"
    rest=${BASH_REMATCH[3]}
    if [[ ${BASH_REMATCH[2]} == '"'* ]]; then
      printf '%b' "$(tr -d '"' <<<"${BASH_REMATCH[2]}")"
    else
      jq -ej "${BASH_REMATCH[2]}" <<<"$object" || refuse "there is nothing at ${BASH_REMATCH[2]}"
    fi
  done
  printf '%s' "$rest"
}

# What -k or -f names, one object in a line.
named_objects() {
  if [ "${flag[-f]-}" = - ]; then
    jq -c . <<<"$input"
  else
    local path=${flag[-k]-${flag[-f]-}}
    cat "$CLUSTER/rendered/${path//\//+}" 2>/dev/null || jq -c . "$path" 2>/dev/null || refuse "there is nothing at '$path'"
  fi
}

# What get shows.
look() {
  local each kind file
  if [ -n "${flag[-l]-}" ]; then
    grep -qsF "\"${flag[-l]%%=*}\":\"${flag[-l]#*=}\"" "$CLUSTER/rendered"/* || refuse "nothing has the label ${flag[-l]}"
  fi
  if [ ${#words[@]} = 2 ]; then
    for each in ${words[1]//,/ }; do
      [ "$each" != events ] || continue
      kind=$(kind "$each")
      find "$(folder "$kind")" -name '*.json' -printf '%f\n' 2>/dev/null | sed 's/\.json$//' || true
    done
    return 0
  fi
  kind=$(kind "${words[1]}")
  if [ -n "${flag[--ignore-not-found]-}" ] && [ ! -e "$(folder "$kind")/${words[2]}.json" ]; then
    return 0
  fi
  file=$(known "$kind" "${words[2]}")
  case ${flag[-o]-} in
    jsonpath=*) fill_in "${flag[-o]#jsonpath=}" <"$file" ;;
    json | yaml) cat "$file" ;;
    '' | wide) jq -r '[.metadata.name, .spec.nodeName // empty] | join(" ")' "$file" ;;
    *) refuse "it knows no output ${flag[-o]}" ;;
  esac
}

# NAME KEY=FILE|FILE...: a secret of files.
secret() {
  local name=$1 object each file
  object=$(jq -n --arg name "$name" '{apiVersion: "v1", kind: "Secret", metadata: {name: $name}, data: {}}')
  for each in "${@:2}"; do
    file=${each#*=}
    [ -s "$file" ] || refuse "there is nothing in $file"
    [[ $each != kms_private_ssh_key=* ]] || grep -q '^aws:kms:' "$file" || refuse "not what KMS encrypted: $file"
    object=$(jq --arg key "${each%%=*}" --arg value "$(base64 -w0 "$file")" '.data[$key] = $value' <<<"$object")
  done
  echo "$object"
}
