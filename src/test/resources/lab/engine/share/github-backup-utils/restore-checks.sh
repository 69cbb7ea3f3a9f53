# shellcheck shell=bash disable=SC2154 # sourced by ghe-restore, which sets what is used here
# What the real ghe-restore refuses of a snapshot and a target that do not go together, in its order.

of_snapshot() { [[ $(git config -f "$snapshot/settings.json" --bool "$1" 2>/dev/null) == true ]]; }
of_target() { remote ghe-config --true "$1"; }

external_database() {
  of_snapshot mysql.external.enabled || { [[ $RESTORE_SETTINGS != true ]] && of_target mysql.external.enabled; }
}

refuse_unfit() {
  if remote "[ -f '/etc/github/cluster' ]"; then
    echo "the stand-in knows no cluster" >&2
    exit 1
  fi
  if [[ $strategy == cluster ]]; then
    log ERROR "Error: Snapshot from a GitHub Enterprise cluster cannot be restored to a standalone appliance. Aborting." >&2
    exit 1
  fi
  if $configured && [[ $SKIP_MYSQL != true || $RESTORE_SETTINGS == true ]] &&
    of_target mysql.external.enabled && ! of_snapshot mysql.external.enabled; then
    log ERROR "Restoring a snapshot from an appliance using the bundled MySQL service to an appliance using an \
externally-managed MySQL service is not supported."
    exit 1
  fi
  if $configured && [[ $SKIP_MYSQL != true || $RESTORE_SETTINGS == true ]] &&
    of_snapshot mysql.external.enabled && ! of_target mysql.external.enabled; then
    echo "Restoring a snapshot from an appliance using an externally-managed MySQL service to an appliance using the \
bundled MySQL service is not supported."
    exit 1
  fi
  if remote "[ -f '/etc/github/repl-state' ]"; then
    log ERROR "Error: Restoring to an appliance with replication enabled is not supported. Please teardown replication \
before restoring." >&2
    exit 1
  fi
}

refuse_actions() {
  if ! of_snapshot app.actions.enabled && of_target app.actions.enabled; then
    log ERROR "Restoring a backup with Actions disabled onto an appliance with Actions enabled is not supported." >&2
    exit 1
  fi
  if [[ -d $snapshot/mssql || -d $snapshot/actions ]] && ! of_target app.actions.enabled; then
    log ERROR "$GHE_HOSTNAME must have GitHub Actions enabled before restoring since the snapshot contains Actions data. \
Aborting." >&2
    exit 1
  fi
}
