/**
 * What is deployed, held to the API that takes it and to the program that runs in it: the manifests below {@code k8s/},
 * parsed by the Kubernetes API's own types, and compared with the code, the configuration and the image.
 */
package io.ghekeeper.deploy;
