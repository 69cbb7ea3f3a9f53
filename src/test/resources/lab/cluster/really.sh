# shellcheck shell=bash
# For the stand-ins: whether the real program, where there is one, can read the line. It reaches nothing, and is sent nothing.

# PROGRAM ARGUMENT...
really() {
  local output program=$1 real=REAL_${1^^}
  shift
  real=${!real-}
  [ -n "$real" ] || return 0
  case $program in
    kubectl)
      [ "$1" != kustomize ] || return 0
      output=$(HOME=$CLUSTER KUBECONFIG=/dev/null "$real" --server=http://127.0.0.1:1 "$@" 2>&1) ||
        grep -q 'refused' <<<"$output" || refuse "the real one says: $output"
      ;;
    docker)
      output=$("$real" -H tcp://127.0.0.1:1 "$@" 2>&1 </dev/null) ||
        grep -q 'Cannot connect to the Docker daemon' <<<"$output" || refuse "the real one says: $output"
      ;;
    aws)
      # An older one knows fewer operations; the stand-in itself knows their names.
      output=$(AWS_MAX_ATTEMPTS=1 "$real" "$@" --region eu-west-1 --no-sign-request --endpoint-url http://127.0.0.1:1 2>&1 </dev/null) ||
        grep -qE 'Could not connect to the endpoint|operation: Invalid choice' <<<"$output" || refuse "the real one says: $output"
      ;;
  esac
}
