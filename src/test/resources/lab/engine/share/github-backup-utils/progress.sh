# shellcheck shell=bash disable=SC1010,SC2174 # sourced; done is a word here
# Benchmarks in the snapshot, and the progress folder. backup-utils has one for the whole machine, in /tmp itself, and two at
# once break each other's steps; tests run side by side, so this one keeps to its own temporary directory.
progress_folder=${TMPDIR:-/tmp}/backup-utils-progress

benchmark() {
  local done='' total='' share
  echo "$1 took ${2}s" >>"$BM_FILE_PATH"
  if [[ -f $progress_folder/progress ]]; then
    # Another run on this machine may clear the folder at any time.
    { read -r done <"$progress_folder/progress"; read -r total <"$progress_folder/total"; } 2>/dev/null || true
    if [[ -z $done || -z $total ]]; then return 0; fi
    echo $((done + 1)) >"$progress_folder/progress"
    # As bc prints a share with two places: 0, 8.00, 100.00.
    share=$((done * 100 / total))
    echo "Backup progress: ${share/%[1-9]*/$share.00} % ($done / $total ) $1 took ${2}s " \
      >"$progress_folder/info"
  fi
}

# begin_progress STEPS [TYPE]
begin_progress() {
  if [[ -d $progress_folder ]]; then end_progress; else mkdir -m 777 -p "$progress_folder"; fi
  echo "$1" >"$progress_folder/total"
  echo "${2:-Backup}" >"$progress_folder/type"
  echo 0 >"$progress_folder/progress"
  : >"$progress_folder/info"
}

end_progress() { rm -rf "${progress_folder:?}"/*; }
