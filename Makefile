# imgscan. Every target does its own set-up; `make` alone lists them.

# Taken from the command line only: CI systems like to set a variable IMAGE of their own.
IMAGE = testdata/demo/demo.tar
ARGS =
export IMAGE

# Where make install and make uninstall work.
PREFIX ?= /usr/local
DESTDIR ?=
export PREFIX DESTDIR

SWIFT_FILES = Package.swift Sources Tests

.DEFAULT_GOAL := help
.PHONY: help setup build scan test bench bench-quick fmt check install uninstall dist deb image clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make scan IMAGE=app.tar ARGS='--verify --all'"
	@echo "  make install PREFIX=$$HOME/.local"

setup: ## install what is missing (apt-get, dnf, apk or brew)
	@sh .ci/setup.sh test

build: ## build the release binary, .build/release/imgscan
	@sh .ci/setup.sh build
	@sh .ci/build.sh

scan: build ## scan IMAGE (an archive, a directory or -); without IMAGE the demo image
	@.build/release/imgscan scan $(ARGS) -- "$$IMAGE"

test: setup ## build and run all tests
	@sh .ci/swift.sh build
	@sh .ci/swift.sh test --disable-xctest

bench: setup ## measure speed and memory against the goals; write docs/performance.md
	@bash Benchmarks/bench.sh

bench-quick: ## the same over small images: a minute, no root, no network, nothing written
	@sh .ci/setup.sh build
	@bash Benchmarks/bench.sh quick

fmt: ## format the Swift files
	@swift format format --in-place --parallel --recursive $(SWIFT_FILES)

check: ## lint the format; build with warnings as errors
	@swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@sh .ci/setup.sh build
	@sh .ci/swift.sh build --build-tests

install: ## install below PREFIX (/usr/local): binary, man pages, completions, docker plug-in; DESTDIR is honoured
	@sh packaging/install.sh install

uninstall: ## remove what make install put there
	@sh packaging/install.sh uninstall

dist: ## make dist/imgscan-VERSION-linux-ARCH.tar.gz: one static executable, the same bytes each time
	@sh packaging/dist.sh

deb: dist ## make dist/imgscan_VERSION-1_ARCH.deb from the same executable
	@sh packaging/deb.sh

image: dist ## make dist/imgscan-VERSION-image.tar, the image of the Dockerfile, with buildah
	@sh packaging/image.sh

clean: ## remove what was built
	@rm -rf .build dist
