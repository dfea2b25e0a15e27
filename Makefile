# imgscan. Every target does its own set-up; `make` alone lists them.

# Taken from the command line only: CI systems like to set a variable IMAGE of their own.
IMAGE = testdata/demo/demo.tar
ARGS =
export IMAGE

SWIFT_FILES = Package.swift Sources Tests

.DEFAULT_GOAL := help
.PHONY: help setup build scan test bench fmt check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  make %-7s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make scan IMAGE=app.tar ARGS='--verify --all'"

setup: ## install what is missing (apt-get, dnf, apk or brew)
	@sh .ci/setup.sh test

build: ## build the release binary, .build/release/imgscan
	@sh .ci/setup.sh build
	@sh .ci/build.sh

scan: build ## scan IMAGE (an archive, a directory or -); without IMAGE the demo image
	@.build/release/imgscan scan $(ARGS) -- "$$IMAGE"

test: setup ## build and run all tests
	@swift build </dev/null
	@swift test --disable-xctest </dev/null

bench: setup ## measure speed and memory against the goals
	@bash Benchmarks/bench.sh

fmt: ## format the Swift files
	@swift format format --in-place --parallel --recursive $(SWIFT_FILES)

check: ## lint the format; build with warnings as errors
	@swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	@sh .ci/setup.sh build
	@swift build --build-tests </dev/null

clean: ## remove what was built
	@rm -rf .build
