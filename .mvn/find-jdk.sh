# shellcheck shell=sh
# Sourced by ./mvnw and ./linger: sets JAVA_HOME to a JDK 25 or later, or says what to install.
# Order: JAVA_HOME, the java on PATH, the usual folders of Linux and macOS.

jdk_version() { # folder -> feature version of the JDK in it, nothing where there is none
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

is_new_enough() {
    version=$(jdk_version "$1")
    [ -n "$version" ] && [ "$version" -ge 25 ]
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && is_new_enough "$JAVA_HOME"; then
        return 0
    fi
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
        on_path=${on_path%/bin/java}
    fi
    for candidate in "$on_path" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_new_enough "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "Linger needs a JDK 25 or later and found none (looked in JAVA_HOME, on PATH and in the usual folders); install Temurin 25, for example, and set JAVA_HOME to it." >&2
    return 2
}

find_jdk || exit 2
